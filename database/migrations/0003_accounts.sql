-- accounts
-- Planned by tally schema generate; each step was run on a copy, on PostgreSQL 18.

CREATE TABLE tally.audit_log (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    user_id uuid,
    subject text NOT NULL,
    details jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT audit_log_action_check CHECK ((action ~ '^[a-z]+\.[a-z_]+$'::text)),
    CONSTRAINT audit_log_actor_check CHECK (((length(actor) >= 1) AND (length(actor) <= 100))),
    CONSTRAINT audit_log_details_check CHECK ((jsonb_typeof(details) = 'object'::text)),
    CONSTRAINT audit_log_pkey PRIMARY KEY (id),
    CONSTRAINT audit_log_subject_check CHECK (((length(subject) >= 1) AND (length(subject) <= 300)))
);

CREATE TABLE tally.rate_limits (
    id text NOT NULL,
    full_at timestamp with time zone NOT NULL,
    CONSTRAINT rate_limits_id_check CHECK (((length(id) >= 1) AND (length(id) <= 200))),
    CONSTRAINT rate_limits_pkey PRIMARY KEY (id)
);

-- locks tally.users (SHARE ROW EXCLUSIVE): stops writes, for a moment
ALTER TABLE tally.audit_log ADD CONSTRAINT audit_log_user_id_fkey FOREIGN KEY (user_id) REFERENCES tally.users(id);

CREATE INDEX audit_log_subject_idx ON tally.audit_log USING btree (subject, id);

CREATE INDEX audit_log_user_id_idx ON tally.audit_log USING btree (user_id, id) WHERE (user_id IS NOT NULL);

CREATE TRIGGER audit_log_append_only BEFORE DELETE OR UPDATE ON tally.audit_log FOR EACH ROW EXECUTE FUNCTION tally.refuse_change();

CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON tally.audit_log FOR EACH STATEMENT EXECUTE FUNCTION tally.refuse_change();

COMMENT ON TABLE tally.audit_log IS 'Who changed what: a line for each change by a person, a key or the command line, written in the change''s own transaction';

COMMENT ON TABLE tally.rate_limits IS 'What is left of the tries of those who try often';

COMMENT ON COLUMN tally.audit_log.actor IS 'user:<id>/session:<id>, key:<id>, operator (the command line) or job:<name>';

COMMENT ON COLUMN tally.audit_log.details IS 'Texts by name, never a secret; of a field that was changed: "field.old" and "field.new"';

COMMENT ON COLUMN tally.audit_log.subject IS 'What was changed, as kind:id';

COMMENT ON COLUMN tally.audit_log.user_id IS 'The user whom it is about; null: no user';

COMMENT ON COLUMN tally.rate_limits.full_at IS 'When all tries are there again: each takes a step further, and none reaches past the period';

COMMENT ON COLUMN tally.rate_limits.id IS 'The rule, and the SHA-256 of whom it is applied to';

-- locks tally.sessions (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
COMMENT ON COLUMN tally.sessions.revoked_by IS 'An actor as in audit_log; or session: and the id of the one that took its place';

COMMENT ON INDEX tally.audit_log_subject_idx IS 'Serves GET /v1/audit?subject=, newest first';

COMMENT ON INDEX tally.audit_log_user_id_idx IS 'Serves GET /v1/audit?userId=, newest first, and the export of one user';
