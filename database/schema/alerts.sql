CREATE TABLE tally.alerts (
    user_id uuid NOT NULL REFERENCES tally.users (id),
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind ~ '^[a-z_]{1,60}$'),
    details jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(details) = 'object'),
    created_at timestamptz NOT NULL DEFAULT now(),
    seen_at timestamptz,
    is_to_mail boolean NOT NULL DEFAULT true,
    mailed_at timestamptz,
    PRIMARY KEY (user_id, id),
    CHECK (NOT is_to_mail OR mailed_at IS NULL)
);
COMMENT ON TABLE tally.alerts IS
    'What users have to be told: written in the transaction of what happened, shown and mailed after it';
COMMENT ON COLUMN tally.alerts.details IS 'Texts by name, for the sentence that is shown';
COMMENT ON COLUMN tally.alerts.is_to_mail IS
    'It was neither mailed yet, nor found that there is no address to mail it to';

CREATE INDEX alerts_to_mail_idx ON tally.alerts (user_id, id) WHERE is_to_mail;
COMMENT ON INDEX tally.alerts_to_mail_idx IS 'Serves the job that mails alerts';
