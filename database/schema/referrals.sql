CREATE TABLE tally.referrals (
    referrer_id uuid NOT NULL REFERENCES tally.users (id),
    referred_id uuid NOT NULL UNIQUE REFERENCES tally.users (id),
    status text NOT NULL
        CHECK (status IN ('review', 'pending', 'completed', 'reversed', 'rejected', 'expired')),
    reason text CHECK (reason ~ '^[a-z_]{1,60}$'),
    takes_slot boolean GENERATED ALWAYS AS (status NOT IN ('rejected', 'expired')) STORED,
    outcome text NOT NULL CHECK (outcome IN ('attributed', 'completed', 'held_for_review')),
    completes text NOT NULL CHECK (completes IN ('at_once', 'first_message', 'first_purchase')),
    hold_days integer NOT NULL CHECK (hold_days >= 0),
    referrer_credits numeric(20,6) NOT NULL CHECK (referrer_credits >= 0),
    referred_credits numeric(20,6) NOT NULL CHECK (referred_credits >= 0),
    credits_days integer CHECK (credits_days > 0),
    spent text NOT NULL CHECK (spent IN ('debt', 'write_off')),
    credits numeric(20,6) GENERATED ALWAYS AS
        (CASE WHEN status = 'completed' THEN referrer_credits + referred_credits ELSE 0 END) STORED,
    signals jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(signals) = 'object'),
    score integer NOT NULL DEFAULT 0 CHECK (score >= 0),
    review_score integer NOT NULL CHECK (review_score > 0),
    reviewed_at timestamptz,
    fingerprint_id text CHECK (length(fingerprint_id) BETWEEN 1 AND 200),
    created_at timestamptz NOT NULL DEFAULT now(),
    redeemable_until timestamptz NOT NULL,
    qualify_days integer NOT NULL CHECK (qualify_days > 0),
    qualifies_until timestamptz NOT NULL,
    qualified_at timestamptz,
    qualified_by uuid,
    due_at timestamptz,
    completed_at timestamptz,
    reversals integer NOT NULL DEFAULT 0 CHECK (reversals >= 0),
    referrer_grant_id uuid,
    referred_grant_id uuid,
    PRIMARY KEY (referrer_id, referred_id),
    -- lint: allow foreign-key-without-index: grants are never deleted, and nobody asks from there
    FOREIGN KEY (referrer_id, referrer_grant_id) REFERENCES tally.credit_grants (user_id, id),
    -- lint: allow foreign-key-without-index: grants are never deleted, and nobody asks from there
    FOREIGN KEY (referred_id, referred_grant_id) REFERENCES tally.credit_grants (user_id, id),
    CHECK (referrer_id <> referred_id),
    CHECK (created_at <= redeemable_until),
    CHECK (status NOT IN ('pending', 'completed', 'reversed')
        OR score < review_score OR reviewed_at IS NOT NULL),
    CHECK ((qualified_at IS NULL) = (due_at IS NULL)),
    CHECK (status NOT IN ('completed', 'reversed') OR qualified_at IS NOT NULL),
    CHECK ((status IN ('completed', 'reversed')) = (completed_at IS NOT NULL)),
    CHECK ((status IN ('completed', 'reversed') AND referrer_credits > 0)
        = (referrer_grant_id IS NOT NULL)),
    CHECK ((status IN ('completed', 'reversed') AND referred_credits > 0)
        = (referred_grant_id IS NOT NULL)),
    CHECK (status <> 'reversed' OR reversals > 0)
);
COMMENT ON TABLE tally.referrals IS
    'Who brought whom: at most one referrer for each user, for ever. The terms are those of the moment of redemption';
COMMENT ON COLUMN tally.referrals.status IS
    'review: a person has to look; pending: waits to qualify, or for its hold to pass; completed: credits were given';
COMMENT ON COLUMN tally.referrals.reason IS 'Why it has this status, as a code that both sides may read';
COMMENT ON COLUMN tally.referrals.takes_slot IS
    'Whether it counts towards the referrer''s limit; a reversed one does, or it could not be put back';
COMMENT ON COLUMN tally.referrals.outcome IS 'What redeeming was answered with; a replay answers the same';
COMMENT ON COLUMN tally.referrals.completes IS 'What qualifies it';
COMMENT ON COLUMN tally.referrals.hold_days IS 'How long after qualifying the credits are given';
COMMENT ON COLUMN tally.referrals.credits_days IS 'How long the credits last once given; null: for ever';
COMMENT ON COLUMN tally.referrals.spent IS
    'What becomes of credits that are taken back when they are spent already';
COMMENT ON COLUMN tally.referrals.credits IS 'What it gives to both sides together as it stands';
COMMENT ON COLUMN tally.referrals.signals IS 'What spoke against it: weights by the signal''s name';
COMMENT ON COLUMN tally.referrals.score IS 'The sum of the signals'' weights';
COMMENT ON COLUMN tally.referrals.review_score IS 'From which score on a person has to look';
COMMENT ON COLUMN tally.referrals.reviewed_at IS 'When a person let it pass; it is not held for review again';
COMMENT ON COLUMN tally.referrals.fingerprint_id IS 'The device that redeemed the code, as received';
COMMENT ON COLUMN tally.referrals.redeemable_until IS 'When the referred user''s time to redeem a code ended';
COMMENT ON COLUMN tally.referrals.qualify_days IS
    'How long it has to qualify: from redeeming, from a person''s yes, or from when its purchase went back';
COMMENT ON COLUMN tally.referrals.qualifies_until IS 'When it expires unless it has qualified';
COMMENT ON COLUMN tally.referrals.qualified_by IS
    'The message or the purchase''s grant of the referred user that qualified it; null: redeeming itself';
COMMENT ON COLUMN tally.referrals.due_at IS 'When its hold passes and the credits are given';
COMMENT ON COLUMN tally.referrals.reversals IS
    'How often it was reversed; part of the operation ids of reversals, so that each happens once';

CREATE INDEX referrals_status_idx ON tally.referrals (status, referred_id);
COMMENT ON INDEX tally.referrals_status_idx IS
    'Serves GET /v1/referrals?status= and tally referrals list; of status review it is the review queue, and its count; and the job that expires referrals';

CREATE INDEX referrals_open_idx ON tally.referrals (referrer_id, referred_id)
    WHERE status IN ('review', 'pending');
COMMENT ON INDEX tally.referrals_open_idx IS
    'Serves GET /v1/referral and GET /v1/users/{id}/referral: what is under way of somebody who brought many';

CREATE INDEX referrals_due_idx ON tally.referrals (referred_id, due_at)
    WHERE status = 'pending' AND qualified_at IS NOT NULL;
COMMENT ON INDEX tally.referrals_due_idx IS
    'Serves the job that completes referrals: those that have qualified, and of them, without a look at the table, those whose hold has passed';

CREATE INDEX referrals_referrer_idx ON tally.referrals (referrer_id, created_at);
COMMENT ON INDEX tally.referrals_referrer_idx IS
    'Serves the count of how many a referrer brought within a day, when the next one redeems';

CREATE INDEX referrals_fingerprint_id_idx ON tally.referrals (fingerprint_id)
    WHERE fingerprint_id IS NOT NULL;
COMMENT ON INDEX tally.referrals_fingerprint_id_idx IS
    'Serves the question at each redemption whether the device redeemed another code';

CREATE FUNCTION tally.referral_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
$$;
COMMENT ON FUNCTION tally.referral_changed() IS
    'Holds the limit of the referrer, and that a referral goes only where its life allows';

CREATE TRIGGER referrals_changed
    AFTER INSERT OR UPDATE OF status ON tally.referrals
    FOR EACH ROW EXECUTE FUNCTION tally.referral_changed();

CREATE FUNCTION tally.referral_redeemed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
$$;
COMMENT ON FUNCTION tally.referral_redeemed() IS
    'Refuses circles of up to five users, users who are not active, and lives that do not begin at their beginning; redeeming locks who is concerned first';

CREATE TRIGGER referrals_redeemed
    BEFORE INSERT ON tally.referrals
    FOR EACH ROW EXECUTE FUNCTION tally.referral_redeemed();
CREATE TRIGGER referrals_no_delete
    BEFORE DELETE ON tally.referrals
    FOR EACH ROW EXECUTE FUNCTION tally.refuse_change();
CREATE TRIGGER referrals_no_truncate
    BEFORE TRUNCATE ON tally.referrals
    FOR EACH STATEMENT EXECUTE FUNCTION tally.refuse_change();
