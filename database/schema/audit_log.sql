CREATE TABLE tally.audit_log (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    actor text NOT NULL CHECK (length(actor) BETWEEN 1 AND 100),
    action text NOT NULL CHECK (action ~ '^[a-z]+\.[a-z_]+$'),
    user_id uuid REFERENCES tally.users (id),
    subject text NOT NULL CHECK (length(subject) BETWEEN 1 AND 300),
    details jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(details) = 'object')
);
COMMENT ON TABLE tally.audit_log IS
    'Who changed what: a line for each change by a person, a key or the command line, written in the change''s own transaction';
COMMENT ON COLUMN tally.audit_log.actor IS
    'user:<id>/session:<id>, key:<id>, operator (the command line) or job:<name>';
COMMENT ON COLUMN tally.audit_log.user_id IS 'The user whom it is about; null: no user';
COMMENT ON COLUMN tally.audit_log.subject IS 'What was changed, as kind:id';
COMMENT ON COLUMN tally.audit_log.details IS
    'Texts by name, never a secret; of a field that was changed: "field.old" and "field.new"';

CREATE INDEX audit_log_user_id_idx ON tally.audit_log (user_id, id) WHERE user_id IS NOT NULL;
COMMENT ON INDEX tally.audit_log_user_id_idx IS
    'Serves GET /v1/audit?userId=, newest first, and the export of one user';

CREATE INDEX audit_log_subject_idx ON tally.audit_log (subject, id);
COMMENT ON INDEX tally.audit_log_subject_idx IS 'Serves GET /v1/audit?subject=, newest first';

CREATE FUNCTION tally.audit_log_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF ROW(NEW.id, NEW.at, NEW.actor, NEW.action, NEW.user_id, NEW.subject)
            IS NOT DISTINCT FROM
            ROW(OLD.id, OLD.at, OLD.actor, OLD.action, OLD.user_id, OLD.subject)
        AND OLD.details @> NEW.details
        AND EXISTS (SELECT FROM tally.users WHERE id = OLD.user_id AND status = 'deleted')
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'audit_log refuses UPDATE: its rows are never changed, only added'
        USING ERRCODE = 'restrict_violation';
END
$$;
COMMENT ON FUNCTION tally.audit_log_changed() IS
    'Refuses every change but one: details of a deleted user may go, and nothing may come in their place';

CREATE TRIGGER audit_log_append_only
    BEFORE UPDATE ON tally.audit_log
    FOR EACH ROW EXECUTE FUNCTION tally.audit_log_changed();
CREATE TRIGGER audit_log_no_delete
    BEFORE DELETE ON tally.audit_log
    FOR EACH ROW EXECUTE FUNCTION tally.refuse_change();
CREATE TRIGGER audit_log_no_truncate
    BEFORE TRUNCATE ON tally.audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION tally.refuse_change();
