-- accounts
-- Planned by tally schema generate; each step was run on a copy, on PostgreSQL 18.

-- locks tally.users (ACCESS EXCLUSIVE): stops reads and writes, for a moment
ALTER TABLE tally.users DROP CONSTRAINT users_status_check;

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

CREATE TABLE tally.staff (
    user_id uuid NOT NULL,
    role text NOT NULL,
    granted_by text NOT NULL,
    granted_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT staff_granted_by_check CHECK (((length(granted_by) >= 1) AND (length(granted_by) <= 100))),
    CONSTRAINT staff_pkey PRIMARY KEY (user_id),
    CONSTRAINT staff_role_check CHECK ((role = ANY (ARRAY['admin'::text, 'support'::text, 'read-only'::text])))
);

-- locks tally.credit_accounts (ACCESS EXCLUSIVE): stops reads and writes, for a moment
ALTER TABLE tally.credit_accounts ADD COLUMN is_closed boolean DEFAULT false NOT NULL;

-- locks tally.fingerprints (ACCESS EXCLUSIVE): stops reads and writes, for a moment
ALTER TABLE tally.fingerprints ADD COLUMN outlived_user boolean DEFAULT false NOT NULL;

-- locks tally.users (ACCESS EXCLUSIVE): stops reads and writes, for a moment
ALTER TABLE tally.users ADD COLUMN bodies_kept boolean DEFAULT true NOT NULL;

-- locks tally.users (ACCESS EXCLUSIVE): stops reads and writes, for a moment
ALTER TABLE tally.users ADD COLUMN status_reason text;

-- locks tally.users (SHARE ROW EXCLUSIVE): stops writes, for a moment
ALTER TABLE tally.audit_log ADD CONSTRAINT audit_log_user_id_fkey FOREIGN KEY (user_id) REFERENCES tally.users(id);

-- locks tally.users (SHARE ROW EXCLUSIVE): stops writes, for a moment
ALTER TABLE tally.staff ADD CONSTRAINT staff_user_id_fkey FOREIGN KEY (user_id) REFERENCES tally.users(id);

-- locks tally.users (ACCESS EXCLUSIVE): stops reads and writes, for a moment
ALTER TABLE tally.users ADD CONSTRAINT users_check CHECK (((status <> 'deleted'::text) OR (num_nonnulls(email, name, image_url, email_verified_at, status_reason) = 0))) NOT VALID;

-- locks tally.users (ACCESS EXCLUSIVE): stops reads and writes, for a moment
ALTER TABLE tally.users ADD CONSTRAINT users_check1 CHECK (((status = 'deleted'::text) OR bodies_kept)) NOT VALID;

-- locks tally.users (ACCESS EXCLUSIVE): stops reads and writes, for a moment
ALTER TABLE tally.users ADD CONSTRAINT users_status_check CHECK ((status = ANY (ARRAY['active'::text, 'suspended'::text, 'closed'::text, 'deleted'::text]))) NOT VALID;

-- locks tally.users (ACCESS EXCLUSIVE): stops reads and writes, for a moment
ALTER TABLE tally.users ADD CONSTRAINT users_status_reason_check CHECK (((length(status_reason) >= 1) AND (length(status_reason) <= 500))) NOT VALID;

CREATE INDEX audit_log_subject_idx ON tally.audit_log USING btree (subject, id);

CREATE INDEX audit_log_user_id_idx ON tally.audit_log USING btree (user_id, id) WHERE (user_id IS NOT NULL);

-- locks tally.users (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
CREATE INDEX CONCURRENTLY users_email_prefix_idx ON tally.users USING btree (lower(email) text_pattern_ops);

-- locks tally.users (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
CREATE INDEX CONCURRENTLY users_to_erase_idx ON tally.users USING btree (id) WHERE ((status = 'deleted'::text) AND bodies_kept);

-- reads all of tally.users
CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON tally.audit_log FOR EACH ROW EXECUTE FUNCTION tally.refuse_change();

CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON tally.audit_log FOR EACH STATEMENT EXECUTE FUNCTION tally.refuse_change();

CREATE FUNCTION tally.audit_log_changed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
$function$;

CREATE TRIGGER audit_log_append_only BEFORE UPDATE ON tally.audit_log FOR EACH ROW EXECUTE FUNCTION tally.audit_log_changed();
-- tally: commit

-- reads all of tally.users
-- locks tally.users (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
ALTER TABLE tally.users VALIDATE CONSTRAINT users_check;
-- tally: commit

-- reads all of tally.users
-- locks tally.users (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
ALTER TABLE tally.users VALIDATE CONSTRAINT users_check1;
-- tally: commit

-- reads all of tally.users
-- locks tally.users (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
ALTER TABLE tally.users VALIDATE CONSTRAINT users_status_check;
-- tally: commit

-- reads all of tally.users
-- locks tally.users (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
ALTER TABLE tally.users VALIDATE CONSTRAINT users_status_reason_check;
-- tally: commit

COMMENT ON FUNCTION tally.audit_log_changed() IS 'Refuses every change but one: details of a deleted user may go, and nothing may come in their place';

COMMENT ON TABLE tally.audit_log IS 'Who changed what: a line for each change by a person, a key or the command line, written in the change''s own transaction';

COMMENT ON TABLE tally.rate_limits IS 'What is left of the tries of those who try often';

COMMENT ON TABLE tally.staff IS 'Users who work on the books of others; changed by the command line alone, so that nobody raises their own rights';

COMMENT ON COLUMN tally.audit_log.actor IS 'user:<id>/session:<id>, key:<id>, operator (the command line) or job:<name>';

COMMENT ON COLUMN tally.audit_log.details IS 'Texts by name, never a secret; of a field that was changed: "field.old" and "field.new"';

COMMENT ON COLUMN tally.audit_log.subject IS 'What was changed, as kind:id';

COMMENT ON COLUMN tally.audit_log.user_id IS 'The user whom it is about; null: no user';

-- locks tally.credit_accounts (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
COMMENT ON COLUMN tally.credit_accounts.is_closed IS 'The user was deleted: no credits are given any more, and calls are charged without their bodies';

-- locks tally.fingerprints (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
COMMENT ON COLUMN tally.fingerprints.outlived_user IS 'A user who was seen on it was deleted: whoever comes next is not its first';

COMMENT ON COLUMN tally.rate_limits.full_at IS 'When all tries are there again: each takes a step further, and none reaches past the period';

COMMENT ON COLUMN tally.rate_limits.id IS 'The rule, and the SHA-256 of whom it is applied to';

-- locks tally.sessions (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
COMMENT ON COLUMN tally.sessions.revoked_by IS 'An actor as in audit_log; or session: and the id of the one that took its place';

COMMENT ON COLUMN tally.staff.granted_by IS 'An actor as in audit_log';

-- locks tally.users (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
COMMENT ON COLUMN tally.users.bodies_kept IS 'Whether messages of the user may still have bodies; false once a deleted user''s were erased';

-- locks tally.users (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
COMMENT ON COLUMN tally.users.status IS 'Who is not active cannot sign in; deleted: nothing personal is left, only an id that the books name';

-- locks tally.users (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
COMMENT ON COLUMN tally.users.status_reason IS 'Why the user was suspended, closed or made active again';

COMMENT ON INDEX tally.audit_log_subject_idx IS 'Serves GET /v1/audit?subject=, newest first';

COMMENT ON INDEX tally.audit_log_user_id_idx IS 'Serves GET /v1/audit?userId=, newest first, and the export of one user';

COMMENT ON INDEX tally.users_email_prefix_idx IS 'Serves GET /v1/users?emailPrefix=, whatever the collation of the database';

COMMENT ON INDEX tally.users_to_erase_idx IS 'Serves the job that erases the bodies of deleted users'' messages; empty as a rule';
