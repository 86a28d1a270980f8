-- referrals
-- Planned by tally schema generate; each step was run on a copy, on PostgreSQL 18.

-- locks tally.credit_entries (ACCESS EXCLUSIVE): stops reads and writes, for a moment
ALTER TABLE tally.credit_entries DROP CONSTRAINT credit_entries_kind_check;

CREATE TABLE tally.credit_reversals (
    user_id uuid NOT NULL,
    id uuid NOT NULL,
    grant_id uuid NOT NULL,
    operation_id text NOT NULL,
    kind text NOT NULL,
    spent text NOT NULL,
    amount numeric(20,6) NOT NULL,
    taken numeric(20,6) NOT NULL,
    owed numeric(20,6) NOT NULL,
    forgone numeric(20,6) GENERATED ALWAYS AS (((amount - taken) - owed)) STORED,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    restored_at timestamp with time zone,
    CONSTRAINT credit_reversals_amount_check CHECK ((amount > (0)::numeric)),
    CONSTRAINT credit_reversals_check CHECK (((spent = 'debt'::text) OR (owed = (0)::numeric))),
    CONSTRAINT credit_reversals_forgone_check CHECK ((forgone >= (0)::numeric)),
    CONSTRAINT credit_reversals_kind_check CHECK ((kind = ANY (ARRAY['revocation'::text, 'refund'::text, 'clawback'::text]))),
    CONSTRAINT credit_reversals_operation_id_check CHECK (((length(operation_id) >= 1) AND (length(operation_id) <= 200))),
    CONSTRAINT credit_reversals_owed_check CHECK ((owed >= (0)::numeric)),
    CONSTRAINT credit_reversals_pkey PRIMARY KEY (user_id, id),
    CONSTRAINT credit_reversals_spent_check CHECK ((spent = ANY (ARRAY['debt'::text, 'write_off'::text]))),
    CONSTRAINT credit_reversals_taken_check CHECK ((taken >= (0)::numeric)),
    CONSTRAINT credit_reversals_user_id_operation_id_key UNIQUE (user_id, operation_id)
);

CREATE TABLE tally.erased_cards (
    card_hash bytea NOT NULL,
    CONSTRAINT erased_cards_card_hash_check CHECK ((length(card_hash) = 32)),
    CONSTRAINT erased_cards_pkey PRIMARY KEY (card_hash)
);

CREATE TABLE tally.erased_emails (
    email_hash bytea NOT NULL,
    CONSTRAINT erased_emails_email_hash_check CHECK ((length(email_hash) = 32)),
    CONSTRAINT erased_emails_pkey PRIMARY KEY (email_hash)
);

CREATE TABLE tally.referral_events (
    referrer_id uuid NOT NULL,
    referred_id uuid NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    from_status text,
    to_status text NOT NULL,
    reason text,
    note text,
    actor text NOT NULL,
    CONSTRAINT referral_events_actor_check CHECK (((length(actor) >= 1) AND (length(actor) <= 100))),
    CONSTRAINT referral_events_note_check CHECK (((length(note) >= 1) AND (length(note) <= 500))),
    CONSTRAINT referral_events_pkey PRIMARY KEY (referrer_id, referred_id, id)
);

CREATE TABLE tally.referrals (
    referrer_id uuid NOT NULL,
    referred_id uuid NOT NULL,
    status text NOT NULL,
    reason text,
    takes_slot boolean GENERATED ALWAYS AS ((status <> ALL (ARRAY['rejected'::text, 'expired'::text]))) STORED,
    outcome text NOT NULL,
    completes text NOT NULL,
    hold_days integer NOT NULL,
    referrer_credits numeric(20,6) NOT NULL,
    referred_credits numeric(20,6) NOT NULL,
    credits_days integer,
    spent text NOT NULL,
    credits numeric(20,6) GENERATED ALWAYS AS (
CASE
    WHEN (status = 'completed'::text) THEN (referrer_credits + referred_credits)
    ELSE (0)::numeric
END) STORED,
    signals jsonb DEFAULT '{}'::jsonb NOT NULL,
    score integer DEFAULT 0 NOT NULL,
    review_score integer NOT NULL,
    reviewed_at timestamp with time zone,
    fingerprint_id text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    redeemable_until timestamp with time zone NOT NULL,
    qualify_days integer NOT NULL,
    qualifies_until timestamp with time zone NOT NULL,
    qualified_at timestamp with time zone,
    qualified_by uuid,
    due_at timestamp with time zone,
    completed_at timestamp with time zone,
    reversals integer DEFAULT 0 NOT NULL,
    referrer_grant_id uuid,
    referred_grant_id uuid,
    CONSTRAINT referrals_check CHECK ((referrer_id <> referred_id)),
    CONSTRAINT referrals_check1 CHECK ((created_at <= redeemable_until)),
    CONSTRAINT referrals_check2 CHECK (((status <> ALL (ARRAY['pending'::text, 'completed'::text, 'reversed'::text])) OR (score < review_score) OR (reviewed_at IS NOT NULL))),
    CONSTRAINT referrals_check3 CHECK (((qualified_at IS NULL) = (due_at IS NULL))),
    CONSTRAINT referrals_check4 CHECK (((status <> ALL (ARRAY['completed'::text, 'reversed'::text])) OR (qualified_at IS NOT NULL))),
    CONSTRAINT referrals_check5 CHECK (((status = ANY (ARRAY['completed'::text, 'reversed'::text])) = (completed_at IS NOT NULL))),
    CONSTRAINT referrals_check6 CHECK ((((status = ANY (ARRAY['completed'::text, 'reversed'::text])) AND (referrer_credits > (0)::numeric)) = (referrer_grant_id IS NOT NULL))),
    CONSTRAINT referrals_check7 CHECK ((((status = ANY (ARRAY['completed'::text, 'reversed'::text])) AND (referred_credits > (0)::numeric)) = (referred_grant_id IS NOT NULL))),
    CONSTRAINT referrals_check8 CHECK (((status <> 'reversed'::text) OR (reversals > 0))),
    CONSTRAINT referrals_completes_check CHECK ((completes = ANY (ARRAY['at_once'::text, 'first_message'::text, 'first_purchase'::text]))),
    CONSTRAINT referrals_credits_days_check CHECK ((credits_days > 0)),
    CONSTRAINT referrals_fingerprint_id_check CHECK (((length(fingerprint_id) >= 1) AND (length(fingerprint_id) <= 200))),
    CONSTRAINT referrals_hold_days_check CHECK ((hold_days >= 0)),
    CONSTRAINT referrals_outcome_check CHECK ((outcome = ANY (ARRAY['attributed'::text, 'completed'::text, 'held_for_review'::text]))),
    CONSTRAINT referrals_pkey PRIMARY KEY (referrer_id, referred_id),
    CONSTRAINT referrals_qualify_days_check CHECK ((qualify_days > 0)),
    CONSTRAINT referrals_reason_check CHECK ((reason ~ '^[a-z_]{1,60}$'::text)),
    CONSTRAINT referrals_referred_credits_check CHECK ((referred_credits >= (0)::numeric)),
    CONSTRAINT referrals_referred_id_key UNIQUE (referred_id),
    CONSTRAINT referrals_referrer_credits_check CHECK ((referrer_credits >= (0)::numeric)),
    CONSTRAINT referrals_reversals_check CHECK ((reversals >= 0)),
    CONSTRAINT referrals_review_score_check CHECK ((review_score > 0)),
    CONSTRAINT referrals_score_check CHECK ((score >= 0)),
    CONSTRAINT referrals_signals_check CHECK ((jsonb_typeof(signals) = 'object'::text)),
    CONSTRAINT referrals_spent_check CHECK ((spent = ANY (ARRAY['debt'::text, 'write_off'::text]))),
    CONSTRAINT referrals_status_check CHECK ((status = ANY (ARRAY['review'::text, 'pending'::text, 'completed'::text, 'reversed'::text, 'rejected'::text, 'expired'::text])))
);

CREATE TABLE tally.user_cards (
    user_id uuid NOT NULL,
    card_fingerprint text NOT NULL,
    first_seen_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT user_cards_card_fingerprint_check CHECK (((length(card_fingerprint) >= 1) AND (length(card_fingerprint) <= 100))),
    CONSTRAINT user_cards_pkey PRIMARY KEY (user_id, card_fingerprint)
);

CREATE TABLE tally.user_networks (
    user_id uuid NOT NULL,
    network_hash bytea NOT NULL,
    first_seen_at timestamp with time zone DEFAULT now() NOT NULL,
    last_seen_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT user_networks_check CHECK ((last_seen_at >= first_seen_at)),
    CONSTRAINT user_networks_network_hash_check CHECK ((length(network_hash) = 32)),
    CONSTRAINT user_networks_pkey PRIMARY KEY (user_id, network_hash)
);

-- locks tally.credit_entries (ACCESS EXCLUSIVE): stops reads and writes, for a moment
ALTER TABLE tally.credit_entries ADD COLUMN reversal_id uuid;

-- locks tally.users (ACCESS EXCLUSIVE): stops reads and writes, for a moment
ALTER TABLE tally.users ADD COLUMN referrals_used integer DEFAULT 0 NOT NULL;

-- locks tally.credit_entries (ACCESS EXCLUSIVE): stops reads and writes, for a moment
ALTER TABLE tally.credit_entries ADD CONSTRAINT credit_entries_check3 CHECK (((kind = ANY (ARRAY['revocation'::text, 'refund'::text, 'clawback'::text, 'restoration'::text])) = (reversal_id IS NOT NULL))) NOT VALID;

-- locks tally.credit_entries (ACCESS EXCLUSIVE): stops reads and writes, for a moment
ALTER TABLE tally.credit_entries ADD CONSTRAINT credit_entries_kind_check CHECK ((kind = ANY (ARRAY['charge'::text, 'repayment'::text, 'expiry'::text, 'revocation'::text, 'refund'::text, 'rerate'::text, 'clawback'::text, 'restoration'::text]))) NOT VALID;

-- locks tally.credit_entries (SHARE ROW EXCLUSIVE): stops writes, for a moment
ALTER TABLE tally.credit_entries ADD CONSTRAINT credit_entries_user_id_reversal_id_fkey FOREIGN KEY (user_id, reversal_id) REFERENCES tally.credit_reversals(user_id, id) NOT VALID;

-- locks tally.credit_grants (SHARE ROW EXCLUSIVE): stops writes, for a moment
ALTER TABLE tally.credit_reversals ADD CONSTRAINT credit_reversals_user_id_grant_id_fkey FOREIGN KEY (user_id, grant_id) REFERENCES tally.credit_grants(user_id, id);

ALTER TABLE tally.referral_events ADD CONSTRAINT referral_events_referrer_id_referred_id_fkey FOREIGN KEY (referrer_id, referred_id) REFERENCES tally.referrals(referrer_id, referred_id);

-- locks tally.users (SHARE ROW EXCLUSIVE): stops writes, for a moment
ALTER TABLE tally.referrals ADD CONSTRAINT referrals_referred_id_fkey FOREIGN KEY (referred_id) REFERENCES tally.users(id);

-- locks tally.credit_grants (SHARE ROW EXCLUSIVE): stops writes, for a moment
ALTER TABLE tally.referrals ADD CONSTRAINT referrals_referred_id_referred_grant_id_fkey FOREIGN KEY (referred_id, referred_grant_id) REFERENCES tally.credit_grants(user_id, id);

-- locks tally.users (SHARE ROW EXCLUSIVE): stops writes, for a moment
ALTER TABLE tally.referrals ADD CONSTRAINT referrals_referrer_id_fkey FOREIGN KEY (referrer_id) REFERENCES tally.users(id);

-- locks tally.credit_grants (SHARE ROW EXCLUSIVE): stops writes, for a moment
ALTER TABLE tally.referrals ADD CONSTRAINT referrals_referrer_id_referrer_grant_id_fkey FOREIGN KEY (referrer_id, referrer_grant_id) REFERENCES tally.credit_grants(user_id, id);

-- locks tally.users (SHARE ROW EXCLUSIVE): stops writes, for a moment
ALTER TABLE tally.user_cards ADD CONSTRAINT user_cards_user_id_fkey FOREIGN KEY (user_id) REFERENCES tally.users(id);

-- locks tally.users (SHARE ROW EXCLUSIVE): stops writes, for a moment
ALTER TABLE tally.user_networks ADD CONSTRAINT user_networks_user_id_fkey FOREIGN KEY (user_id) REFERENCES tally.users(id);

-- locks tally.users (ACCESS EXCLUSIVE): stops reads and writes, for a moment
ALTER TABLE tally.users ADD CONSTRAINT users_referrals_used_check CHECK ((referrals_used >= 0)) NOT VALID;

-- locks tally.credit_entries (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
CREATE INDEX CONCURRENTLY credit_entries_reversal_idx ON tally.credit_entries USING btree (user_id, reversal_id) WHERE (reversal_id IS NOT NULL);

-- reads all of tally.credit_entries
CREATE INDEX credit_reversals_grant_idx ON tally.credit_reversals USING btree (user_id, grant_id);

CREATE INDEX referrals_due_idx ON tally.referrals USING btree (referred_id, due_at) WHERE ((status = 'pending'::text) AND (qualified_at IS NOT NULL));

CREATE INDEX referrals_fingerprint_id_idx ON tally.referrals USING btree (fingerprint_id) WHERE (fingerprint_id IS NOT NULL);

CREATE INDEX referrals_open_idx ON tally.referrals USING btree (referrer_id, referred_id) WHERE (status = ANY (ARRAY['review'::text, 'pending'::text]));

CREATE INDEX referrals_referrer_idx ON tally.referrals USING btree (referrer_id, created_at);

CREATE INDEX referrals_status_idx ON tally.referrals USING btree (status, referred_id);

CREATE TRIGGER credit_reversals_no_delete BEFORE DELETE ON tally.credit_reversals FOR EACH ROW EXECUTE FUNCTION tally.refuse_change();

CREATE TRIGGER credit_reversals_no_truncate BEFORE TRUNCATE ON tally.credit_reversals FOR EACH STATEMENT EXECUTE FUNCTION tally.refuse_change();

CREATE TRIGGER referral_events_no_delete BEFORE DELETE ON tally.referral_events FOR EACH ROW EXECUTE FUNCTION tally.refuse_change();

CREATE TRIGGER referral_events_no_truncate BEFORE TRUNCATE ON tally.referral_events FOR EACH STATEMENT EXECUTE FUNCTION tally.refuse_change();

CREATE TRIGGER referrals_no_delete BEFORE DELETE ON tally.referrals FOR EACH ROW EXECUTE FUNCTION tally.refuse_change();

CREATE TRIGGER referrals_no_truncate BEFORE TRUNCATE ON tally.referrals FOR EACH STATEMENT EXECUTE FUNCTION tally.refuse_change();

CREATE FUNCTION tally.referral_changed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
DECLARE
    slots integer := NEW.takes_slot::integer;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
            ('review', 'pending'), ('review', 'rejected'), ('review', 'expired'),
            ('pending', 'review'), ('pending', 'completed'), ('pending', 'rejected'),
            ('pending', 'expired'), ('completed', 'reversed'), ('reversed', 'completed'),
            ('rejected', 'pending'), ('expired', 'pending'))
        THEN
            RAISE EXCEPTION 'a referral does not go from % to %', OLD.status, NEW.status
                USING ERRCODE = 'check_violation';
        END IF;
        slots := slots - OLD.takes_slot::integer;
    END IF;
    IF slots > 0 THEN
        UPDATE tally.users
           SET referrals_used = referrals_used + 1
         WHERE id = NEW.referrer_id AND referrals_used < referral_limit;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'the referral limit of % is reached', NEW.referrer_id
                USING ERRCODE = 'check_violation';
        END IF;
    ELSIF slots < 0 THEN
        UPDATE tally.users SET referrals_used = referrals_used - 1 WHERE id = NEW.referrer_id;
    END IF;
    RETURN NULL;
END
$function$;

CREATE TRIGGER referrals_changed AFTER INSERT OR UPDATE OF status ON tally.referrals FOR EACH ROW EXECUTE FUNCTION tally.referral_changed();

CREATE FUNCTION tally.referral_event_changed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    IF ROW(NEW.referrer_id, NEW.referred_id, NEW.id, NEW.at, NEW.from_status, NEW.to_status,
            NEW.reason, NEW.actor)
            IS NOT DISTINCT FROM
            ROW(OLD.referrer_id, OLD.referred_id, OLD.id, OLD.at, OLD.from_status, OLD.to_status,
            OLD.reason, OLD.actor)
        AND NEW.note IS NULL
        AND EXISTS (SELECT FROM tally.users
                     WHERE id IN (OLD.referrer_id, OLD.referred_id) AND status = 'deleted')
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'referral_events refuses UPDATE: its rows are never changed, only added'
        USING ERRCODE = 'restrict_violation';
END
$function$;

CREATE TRIGGER referral_events_append_only BEFORE UPDATE ON tally.referral_events FOR EACH ROW EXECUTE FUNCTION tally.referral_event_changed();

CREATE FUNCTION tally.referral_redeemed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    IF NEW.status NOT IN ('review', 'pending') THEN
        RAISE EXCEPTION 'a referral does not begin as %', NEW.status
            USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (SELECT FROM tally.users
                WHERE id IN (NEW.referrer_id, NEW.referred_id) AND status <> 'active')
    THEN
        RAISE EXCEPTION 'only active users refer each other' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        WITH RECURSIVE above (id, steps) AS (
            SELECT NEW.referrer_id, 1
            UNION ALL
            SELECT r.referrer_id, above.steps + 1
              FROM above
              JOIN tally.referrals AS r ON r.referred_id = above.id
             WHERE above.steps < 5
        )
        SELECT FROM above WHERE id = NEW.referred_id)
    THEN
        RAISE EXCEPTION 'the referral of % by % closes a circle', NEW.referred_id, NEW.referrer_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$function$;

CREATE TRIGGER referrals_redeemed BEFORE INSERT ON tally.referrals FOR EACH ROW EXECUTE FUNCTION tally.referral_redeemed();
-- tally: commit

-- reads all of tally.credit_entries
-- locks tally.credit_entries (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
ALTER TABLE tally.credit_entries VALIDATE CONSTRAINT credit_entries_check3;
-- tally: commit

-- reads all of tally.credit_entries
-- locks tally.credit_entries (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
ALTER TABLE tally.credit_entries VALIDATE CONSTRAINT credit_entries_kind_check;
-- tally: commit

-- reads all of tally.credit_entries
-- locks tally.credit_entries (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
ALTER TABLE tally.credit_entries VALIDATE CONSTRAINT credit_entries_user_id_reversal_id_fkey;
-- tally: commit

-- reads all of tally.users
-- locks tally.users (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
ALTER TABLE tally.users VALIDATE CONSTRAINT users_referrals_used_check;
-- tally: commit

COMMENT ON FUNCTION tally.referral_changed() IS 'Holds the limit of the referrer, and that a referral goes only where its life allows';

COMMENT ON FUNCTION tally.referral_event_changed() IS 'Refuses every change but one: a note may go when one of the two users is deleted';

COMMENT ON FUNCTION tally.referral_redeemed() IS 'Refuses circles of up to five users, users who are not active, and lives that do not begin at their beginning; redeeming locks who is concerned first';

COMMENT ON TABLE tally.credit_reversals IS 'What was given and is taken back, all of a grant or a part; a reversal may be undone once';

COMMENT ON TABLE tally.erased_cards IS 'Cards that users paid with who were deleted. No user and no time: a time would lead to the user by the audit log';

COMMENT ON TABLE tally.erased_emails IS 'Verified addresses of users who were deleted or have another now. No user and no time: a time would lead to the user by the audit log';

COMMENT ON TABLE tally.referral_events IS 'The history of referrals: a row for each step of a life, written by the statement that takes it';

COMMENT ON TABLE tally.referrals IS 'Who brought whom: at most one referrer for each user, for ever. The terms are those of the moment of redemption';

COMMENT ON TABLE tally.user_cards IS 'With which cards users paid: evidence against referrals of oneself';

COMMENT ON TABLE tally.user_networks IS 'From which networks users signed in or redeemed a code: evidence against referrals of oneself';

-- locks tally.credit_entries (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
COMMENT ON COLUMN tally.credit_entries.reversal_id IS 'The reversal that this is part of, or undoes';

COMMENT ON COLUMN tally.credit_reversals.amount IS 'How many of the grant''s credits are taken back';

COMMENT ON COLUMN tally.credit_reversals.forgone IS 'What was written off, or had expired before';

COMMENT ON COLUMN tally.credit_reversals.kind IS 'revocation: a decision; refund: the payment went back; clawback: a dispute was lost';

COMMENT ON COLUMN tally.credit_reversals.operation_id IS 'Idempotency key of the reversal, chosen by who reverses; never expires';

COMMENT ON COLUMN tally.credit_reversals.owed IS 'What was spent and became debt';

COMMENT ON COLUMN tally.credit_reversals.restored_at IS 'When it was undone';

COMMENT ON COLUMN tally.credit_reversals.spent IS 'What becomes of credits that were spent already';

COMMENT ON COLUMN tally.credit_reversals.taken IS 'What was left in the grant and went';

COMMENT ON COLUMN tally.erased_cards.card_hash IS 'SHA-256 of user_cards.card_fingerprint, which is random: says of a card that it was here before';

COMMENT ON COLUMN tally.erased_emails.email_hash IS 'HMAC of the address in lower case: says of an address that it was here before';

COMMENT ON COLUMN tally.referral_events.actor IS 'As in audit_log';

COMMENT ON COLUMN tally.referral_events.from_status IS 'Null: it began';

COMMENT ON COLUMN tally.referral_events.note IS 'What support wrote to itself; not for the two sides. It goes when one of them is deleted';

COMMENT ON COLUMN tally.referral_events.reason IS 'As in referrals';

COMMENT ON COLUMN tally.referrals.completes IS 'What qualifies it';

COMMENT ON COLUMN tally.referrals.credits IS 'What it gives to both sides together as it stands';

COMMENT ON COLUMN tally.referrals.credits_days IS 'How long the credits last once given; null: for ever';

COMMENT ON COLUMN tally.referrals.due_at IS 'When its hold passes and the credits are given';

COMMENT ON COLUMN tally.referrals.fingerprint_id IS 'The device that redeemed the code, as received';

COMMENT ON COLUMN tally.referrals.hold_days IS 'How long after qualifying the credits are given';

COMMENT ON COLUMN tally.referrals.outcome IS 'What redeeming was answered with; a replay answers the same';

COMMENT ON COLUMN tally.referrals.qualified_by IS 'The message or the purchase''s grant of the referred user that qualified it; null: redeeming itself';

COMMENT ON COLUMN tally.referrals.qualifies_until IS 'When it expires unless it has qualified';

COMMENT ON COLUMN tally.referrals.qualify_days IS 'How long it has to qualify: from redeeming, from a person''s yes, or from when its purchase went back';

COMMENT ON COLUMN tally.referrals.reason IS 'Why it has this status, as a code that both sides may read';

COMMENT ON COLUMN tally.referrals.redeemable_until IS 'When the referred user''s time to redeem a code ended';

COMMENT ON COLUMN tally.referrals.reversals IS 'How often it was reversed; part of the operation ids of reversals, so that each happens once';

COMMENT ON COLUMN tally.referrals.review_score IS 'From which score on a person has to look';

COMMENT ON COLUMN tally.referrals.reviewed_at IS 'When a person let it pass; it is not held for review again';

COMMENT ON COLUMN tally.referrals.score IS 'The sum of the signals'' weights';

COMMENT ON COLUMN tally.referrals.signals IS 'What spoke against it: weights by the signal''s name';

COMMENT ON COLUMN tally.referrals.spent IS 'What becomes of credits that are taken back when they are spent already';

COMMENT ON COLUMN tally.referrals.status IS 'review: a person has to look; pending: waits to qualify, or for its hold to pass; completed: credits were given';

COMMENT ON COLUMN tally.referrals.takes_slot IS 'Whether it counts towards the referrer''s limit; a reversed one does, or it could not be put back';

COMMENT ON COLUMN tally.user_cards.card_fingerprint IS 'As received from Stripe: the same for one card whoever pays with it, and not its number';

COMMENT ON COLUMN tally.user_networks.network_hash IS 'HMAC of the network, the /24 of an IPv4 address or the /48 of an IPv6 one; no address is stored';

-- locks tally.users (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
COMMENT ON COLUMN tally.users.referrals_used IS 'How many count now; a trigger of referrals keeps it, and it may be above a limit that was lowered';

COMMENT ON INDEX tally.credit_entries_reversal_idx IS 'Serves the foreign key, and ledger verify: the entries of a reversal';

COMMENT ON INDEX tally.credit_grants_burn_order_idx IS 'Grants a charge may draw on, in burn order. Its predicate changes when a grant is spent, and when a reversal of it is undone';

COMMENT ON INDEX tally.credit_reversals_grant_idx IS 'Serves the next reversal of a grant: how much of it was reversed before';

COMMENT ON INDEX tally.referrals_due_idx IS 'Serves the job that completes referrals: those that have qualified, and of them, without a look at the table, those whose hold has passed';

COMMENT ON INDEX tally.referrals_fingerprint_id_idx IS 'Serves the question at each redemption whether the device redeemed another code';

COMMENT ON INDEX tally.referrals_open_idx IS 'Serves GET /v1/referral and GET /v1/users/{id}/referral: what is under way of somebody who brought many';

COMMENT ON INDEX tally.referrals_referrer_idx IS 'Serves the count of how many a referrer brought within a day, when the next one redeems';

COMMENT ON INDEX tally.referrals_status_idx IS 'Serves GET /v1/referrals?status= and tally referrals list; of status review it is the review queue, and its count; and the job that expires referrals';
