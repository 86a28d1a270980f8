-- Everything from the start: the files of database/schema in the order of their references.

-- The PostgreSQL schema that holds every table of Tallystick, so that it can share a database with
-- the product it keeps the books of. Functions that tables use stand here too.
CREATE SCHEMA IF NOT EXISTS tally;
COMMENT ON SCHEMA tally IS 'Tallystick, the account book of an AI product';

CREATE FUNCTION tally.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION '% refuses %: its rows are never changed, only added', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END
$$;
COMMENT ON FUNCTION tally.refuse_change() IS
    'For triggers of append-only tables: refuses UPDATE, DELETE and TRUNCATE';

CREATE TABLE tally.users (
    id uuid PRIMARY KEY,
    email text CHECK (length(email) BETWEEN 3 AND 320),
    name text CHECK (length(name) <= 200),
    image_url text CHECK (length(image_url) <= 2000),
    email_verified_at timestamptz,
    status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended', 'closed')),
    stripe_customer_id text UNIQUE,
    referral_code text NOT NULL UNIQUE DEFAULT 'ref-' || gen_random_uuid(),
    referral_limit integer NOT NULL DEFAULT 5 CHECK (referral_limit >= 0),
    next_quota_reset timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE tally.users IS 'Accounts of the product''s customers';
COMMENT ON COLUMN tally.users.stripe_customer_id IS 'As Stripe gave it';
COMMENT ON COLUMN tally.users.referral_code IS 'What others redeem to be referred by this user';
COMMENT ON COLUMN tally.users.referral_limit IS 'How many referrals of this user may count';
COMMENT ON COLUMN tally.users.next_quota_reset IS 'When the next free grant is due';

CREATE UNIQUE INDEX users_email_key ON tally.users (lower(email));
COMMENT ON INDEX tally.users_email_key IS
    'One account an e-mail address, whatever its case; serves GET /v1/users?email=';

CREATE TABLE tally.service_keys (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    secret_hash bytea NOT NULL CHECK (length(secret_hash) = 32),
    scopes text[] NOT NULL CHECK (cardinality(scopes) > 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz,
    revoked_at timestamptz
);
COMMENT ON TABLE tally.service_keys IS 'Credentials of the product''s own back end';
COMMENT ON COLUMN tally.service_keys.secret_hash IS
    'SHA-256 of the 256 random bits after the dot; the key itself is shown once and stored nowhere';

CREATE FUNCTION tally.service_key_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM pg_notify('tally_service_keys', OLD.id::text);
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION tally.service_key_changed() IS
    'Tells every server to forget a key that changed, so that revocation takes effect at once';

CREATE TRIGGER service_keys_changed
    AFTER DELETE OR UPDATE OF secret_hash, scopes, revoked_at ON tally.service_keys
    FOR EACH ROW EXECUTE FUNCTION tally.service_key_changed();

CREATE TABLE tally.credit_accounts (
    user_id uuid PRIMARY KEY REFERENCES tally.users (id),
    debt numeric(20,6) NOT NULL DEFAULT 0 CHECK (debt >= 0),
    held numeric(20,6) NOT NULL DEFAULT 0 CHECK (held >= 0)
) WITH (fillfactor = 70);
COMMENT ON TABLE tally.credit_accounts IS
    'The row that is locked while credits of a user move; there is one from the user''s first moment';
COMMENT ON COLUMN tally.credit_accounts.debt IS 'Credits spent beyond all grants';
COMMENT ON COLUMN tally.credit_accounts.held IS 'Credits set aside for calls under way';

CREATE TABLE tally.credit_grants (
    user_id uuid NOT NULL REFERENCES tally.credit_accounts (user_id),
    id uuid NOT NULL,
    operation_id text NOT NULL CHECK (length(operation_id) BETWEEN 1 AND 200),
    type text NOT NULL CHECK (type IN ('free', 'referral', 'admin', 'organization', 'purchase')),
    priority smallint NOT NULL,
    principal numeric(20,6) NOT NULL CHECK (principal > 0),
    balance numeric(20,6) NOT NULL CHECK (balance BETWEEN 0 AND principal),
    is_spent boolean GENERATED ALWAYS AS (balance = 0) STORED,
    expires_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, id),
    UNIQUE (user_id, operation_id)
) WITH (fillfactor = 70);
COMMENT ON TABLE tally.credit_grants IS 'Credits given to a user, with what is left of each gift';
COMMENT ON COLUMN tally.credit_grants.operation_id IS
    'Idempotency key of the gift, chosen by the giver; never expires';
COMMENT ON COLUMN tally.credit_grants.priority IS 'Burn order: lower first';
COMMENT ON COLUMN tally.credit_grants.balance IS
    'principal + sum of the grant''s entries; in no index, so that spending is a HOT update';

CREATE INDEX credit_grants_burn_order_idx
    ON tally.credit_grants (user_id, priority, expires_at, created_at, id)
    WHERE NOT is_spent;
COMMENT ON INDEX tally.credit_grants_burn_order_idx IS
    'Grants a charge may draw on, in burn order. Its predicate changes once in a grant''s life';

-- What models cost. A row says what a price is from valid_from on; the next row with the same
-- catalogue, provider, model and service tier ends it. Rows are only ever added.
CREATE TABLE tally.prices (
    id uuid PRIMARY KEY,
    revision bigint GENERATED ALWAYS AS IDENTITY,
    catalogue text NOT NULL,
    provider text NOT NULL,
    model text NOT NULL,
    match jsonb NOT NULL,
    service_tier text NOT NULL DEFAULT 'standard',
    valid_from timestamptz NOT NULL DEFAULT '-infinity',
    correction integer NOT NULL DEFAULT 0,
    tiers jsonb NOT NULL,
    windows jsonb NOT NULL DEFAULT '[]',
    region_uplifts jsonb NOT NULL DEFAULT '{}',
    source text NOT NULL,
    imported_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT prices_revision_key UNIQUE (revision),
    CONSTRAINT prices_row_key
        UNIQUE (provider, model, service_tier, catalogue, valid_from, correction),
    CONSTRAINT prices_catalogue_check
        CHECK (catalogue IN ('custom', 'genai-prices', 'litellm', 'built-in')),
    CONSTRAINT prices_service_tier_check
        CHECK (service_tier IN ('standard', 'batch', 'flex', 'priority')),
    CONSTRAINT prices_provider_check CHECK (length(provider) BETWEEN 1 AND 256),
    CONSTRAINT prices_model_check CHECK (length(model) BETWEEN 1 AND 256),
    CONSTRAINT prices_source_check CHECK (source <> ''),
    CONSTRAINT prices_valid_from_check CHECK (valid_from < 'infinity'),
    CONSTRAINT prices_correction_check CHECK (correction >= 0),
    CONSTRAINT prices_match_check
        CHECK (
            jsonb_typeof(match) = 'object'
            AND match ?| ARRAY['equals', 'starts_with', 'ends_with', 'contains', 'regex', 'or', 'and']
        ),
    CONSTRAINT prices_tiers_check
        CHECK (
            jsonb_typeof(tiers) = 'array'
            AND jsonb_array_length(tiers) BETWEEN 1 AND 16
            AND tiers -> 0 -> 'from' = '0'
            AND NOT jsonb_path_exists(tiers, '$[*] ? (!exists(@.rates.*))')
        ),
    CONSTRAINT prices_windows_check CHECK (jsonb_typeof(windows) = 'array'),
    CONSTRAINT prices_region_uplifts_check CHECK (jsonb_typeof(region_uplifts) = 'object'),
    -- Money is a decimal in a string, never a JSON number and never below zero.
    CONSTRAINT prices_rates_check
        CHECK (
            NOT jsonb_path_exists(tiers, '$[*].rates.* ? (@.type() != "string")')
            AND NOT jsonb_path_exists(
                tiers, '$[*].rates.* ? (!(@ like_regex "^[0-9]+([.][0-9]+)?$"))')
            AND NOT jsonb_path_exists(windows, '$[*].tiers[*].rates.* ? (@.type() != "string")')
            AND NOT jsonb_path_exists(
                windows, '$[*].tiers[*].rates.* ? (!(@ like_regex "^[0-9]+([.][0-9]+)?$"))')
            AND NOT jsonb_path_exists(region_uplifts, '$.* ? (@.type() != "string")')
            AND NOT jsonb_path_exists(region_uplifts, '$.* ? (!(@ like_regex "^[0-9]+([.][0-9]+)?$"))')
        )
);

CREATE TRIGGER prices_immutable
    BEFORE UPDATE OR DELETE OR TRUNCATE ON tally.prices
    FOR EACH STATEMENT EXECUTE FUNCTION tally.refuse_change();

COMMENT ON TABLE tally.prices IS
    'What models cost, from when on. Rows are only added; messages keep the id of theirs.';
COMMENT ON COLUMN tally.prices.id IS 'UUIDv7, made by the application.';
COMMENT ON COLUMN tally.prices.revision IS
    'Counts rows in order of commit (imports hold a lock): max(revision) tells a process whether its book is current.';
COMMENT ON COLUMN tally.prices.catalogue IS
    'Where the price comes from; custom outranks genai-prices, that litellm, that built-in.';
COMMENT ON COLUMN tally.prices.provider IS 'Who sends the bill, as a canonical id: openai, aws, x-ai.';
COMMENT ON COLUMN tally.prices.model IS 'The model''s name in the catalogue.';
COMMENT ON COLUMN tally.prices.match IS
    'Which model names the price is for: equals, starts_with, ends_with, contains, regex, or, and. The newest row of a price decides for all its rows.';
COMMENT ON COLUMN tally.prices.service_tier IS 'The tariff: standard, batch, flex or priority.';
COMMENT ON COLUMN tally.prices.valid_from IS
    'From when on; -infinity where the catalogue gives no date. It ends where the next row begins.';
COMMENT ON COLUMN tally.prices.correction IS
    'Tells rows with the same key and valid_from apart: the highest is believed.';
COMMENT ON COLUMN tally.prices.tiers IS
    'Context tiers, ascending: [{"from": 0, "inclusive": false, "rates": {"input": "3"}}]. Rates are decimals in strings: USD per million tokens; webSearches and requests in USD per thousand.';
COMMENT ON COLUMN tally.prices.windows IS
    'Hours of every day (UTC) with tiers of their own: [{"from": "16:30", "to": "00:30", "tiers": [...]}].';
COMMENT ON COLUMN tally.prices.region_uplifts IS
    'Factors on the token costs of calls bound to a region: {"eu": "1.1"}.';
COMMENT ON COLUMN tally.prices.source IS 'The file the row was read from, with its date.';
COMMENT ON COLUMN tally.prices.imported_at IS 'When the row was added.';
COMMENT ON CONSTRAINT prices_revision_key ON tally.prices IS
    'Serves SELECT max(revision), once for each batch of messages, and the reading of newer rows.';
COMMENT ON CONSTRAINT prices_row_key ON tally.prices IS
    'The same row is impossible twice; serves GET /v1/prices by provider and model.';
COMMENT ON TRIGGER prices_immutable ON tally.prices IS
    'A price that changed is a new row: what a message cost can always be proved.';

CREATE TABLE tally.messages (
    user_id uuid NOT NULL REFERENCES tally.credit_accounts (user_id),
    id uuid NOT NULL,
    client_id text CHECK (length(client_id) <= 200),
    client_request_id text CHECK (length(client_request_id) <= 200),
    provider text NOT NULL CHECK (length(provider) BETWEEN 1 AND 100),
    model text NOT NULL CHECK (length(model) BETWEEN 1 AND 300),
    response_model text CHECK (length(response_model) BETWEEN 1 AND 300),
    service_tier text NOT NULL DEFAULT 'standard',
    region text CHECK (length(region) <= 100),
    billing text NOT NULL DEFAULT 'charge' CHECK (billing IN ('charge', 'byok', 'cache_hit')),
    status text NOT NULL CHECK (status IN ('charged', 'unpriced')),
    request jsonb,
    response jsonb,
    usage jsonb NOT NULL,
    last_message jsonb GENERATED ALWAYS AS (request -> -1) STORED,
    input_tokens bigint NOT NULL CHECK (input_tokens >= 0),
    output_tokens bigint NOT NULL CHECK (output_tokens >= 0),
    cache_read_tokens bigint NOT NULL CHECK (cache_read_tokens >= 0),
    cache_write_tokens bigint NOT NULL CHECK (cache_write_tokens >= 0),
    cache_write_1h_tokens bigint NOT NULL CHECK (cache_write_1h_tokens >= 0),
    reasoning_tokens bigint NOT NULL CHECK (reasoning_tokens >= 0),
    audio_input_tokens bigint NOT NULL CHECK (audio_input_tokens >= 0),
    audio_output_tokens bigint NOT NULL CHECK (audio_output_tokens >= 0),
    web_searches bigint NOT NULL CHECK (web_searches >= 0),
    total_tokens bigint GENERATED ALWAYS AS (
        input_tokens + output_tokens + cache_read_tokens + cache_write_tokens
            + cache_write_1h_tokens + reasoning_tokens + audio_input_tokens + audio_output_tokens
    ) STORED,
    price_id uuid,
    cost numeric CHECK (cost >= 0),
    cost_by_kind jsonb,
    credits numeric(20,6) NOT NULL CHECK (credits >= 0),
    latency_ms bigint CHECK (latency_ms >= 0),
    finished_at timestamptz,
    received_at timestamptz NOT NULL DEFAULT now(),
    called_at timestamptz GENERATED ALWAYS AS (coalesce(finished_at, received_at)) STORED,
    warnings jsonb,
    PRIMARY KEY (user_id, id),
    UNIQUE (id),
    CHECK ((status = 'unpriced') = (cost IS NULL)),
    CHECK (status <> 'unpriced' OR credits = 0),
    CHECK (billing = 'charge' OR credits = 0)
) WITH (toast_tuple_target = 8160);
COMMENT ON TABLE tally.messages IS 'Model calls: what was asked and answered, used and charged';
COMMENT ON COLUMN tally.messages.id IS 'Idempotency key, for ever, over all users';
COMMENT ON COLUMN tally.messages.model IS 'As asked for; priced by response_model where the answer names one';
COMMENT ON COLUMN tally.messages.billing IS
    'charge: the user pays; byok: the user''s own key paid, so credits are 0; cache_hit: answered locally';
COMMENT ON COLUMN tally.messages.usage IS 'As the provider returned it, or the plain counts as sent';
COMMENT ON COLUMN tally.messages.last_message IS 'The newest element of the request''s conversation';
COMMENT ON COLUMN tally.messages.price_id IS
    'The price it was charged by. No foreign key: prices are never deleted (a trigger sees to it), and'
    ' the check would lock one hot row from every lane';
COMMENT ON COLUMN tally.messages.cost IS 'USD, exact; null while no price is known';
COMMENT ON COLUMN tally.messages.called_at IS 'The moment that decides price and day';

CREATE INDEX messages_client_request_id_idx ON tally.messages (client_request_id)
    WHERE client_request_id IS NOT NULL;
COMMENT ON INDEX tally.messages_client_request_id_idx IS
    'Serves GET /v1/messages?clientRequestId=: a client''s own id leads to its message';

CREATE INDEX messages_unpriced_idx ON tally.messages (provider, model, id)
    WHERE status = 'unpriced';
COMMENT ON INDEX tally.messages_unpriced_idx IS
    'Serves the sweep that prices and charges messages once their price is known; empty as a rule';

CREATE TABLE tally.credit_entries (
    user_id uuid NOT NULL,
    id uuid NOT NULL,
    grant_id uuid,
    message_id uuid,
    kind text NOT NULL CHECK (kind IN ('charge', 'repayment', 'expiry', 'revocation', 'refund', 'rerate', 'clawback')),
    amount numeric(20,6) NOT NULL CHECK (amount <> 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, id),
    FOREIGN KEY (user_id, grant_id) REFERENCES tally.credit_grants (user_id, id),
    FOREIGN KEY (user_id, message_id) REFERENCES tally.messages (user_id, id),
    CHECK ((kind IN ('charge', 'rerate')) = (message_id IS NOT NULL)),
    CHECK (kind <> 'charge' OR amount < 0),
    CHECK (kind <> 'expiry' OR (grant_id IS NOT NULL AND amount < 0))
);
COMMENT ON TABLE tally.credit_entries IS 'The ledger: one movement of one grant, or of the debt';
COMMENT ON COLUMN tally.credit_entries.grant_id IS 'The grant that moved; null: the debt moved';
COMMENT ON COLUMN tally.credit_entries.amount IS
    'Credits, signed: what the user''s balance gained (+) or lost (-)';

CREATE INDEX credit_entries_grant_idx ON tally.credit_entries (user_id, grant_id)
    WHERE grant_id IS NOT NULL;
COMMENT ON INDEX tally.credit_entries_grant_idx IS
    'Serves GET /v1/users/{id}/entries?grantId=: what one grant paid for';

CREATE INDEX credit_entries_message_idx ON tally.credit_entries (user_id, message_id)
    WHERE message_id IS NOT NULL;
COMMENT ON INDEX tally.credit_entries_message_idx IS
    'Serves the draws of a message: its answer on replay, and GET /v1/messages/{id}';

CREATE TRIGGER credit_entries_append_only
    BEFORE DELETE OR UPDATE ON tally.credit_entries
    FOR EACH ROW EXECUTE FUNCTION tally.refuse_change();
CREATE TRIGGER credit_entries_no_truncate
    BEFORE TRUNCATE ON tally.credit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION tally.refuse_change();

CREATE TABLE tally.usage_daily (
    user_id uuid NOT NULL REFERENCES tally.credit_accounts (user_id),
    day date NOT NULL,
    model text NOT NULL,
    messages bigint NOT NULL CHECK (messages >= 0),
    unpriced_messages bigint NOT NULL CHECK (unpriced_messages >= 0),
    input_tokens bigint NOT NULL,
    output_tokens bigint NOT NULL,
    cache_read_tokens bigint NOT NULL,
    cache_write_tokens bigint NOT NULL,
    reasoning_tokens bigint NOT NULL,
    audio_tokens bigint NOT NULL,
    total_tokens bigint GENERATED ALWAYS AS (
        input_tokens + output_tokens + cache_read_tokens + cache_write_tokens + reasoning_tokens
            + audio_tokens
    ) STORED,
    cost numeric NOT NULL,
    credits numeric(20,6) NOT NULL,
    PRIMARY KEY (user_id, day, model)
) WITH (fillfactor = 70);
COMMENT ON TABLE tally.usage_daily IS
    'Sums of messages by user, UTC day and model, kept in the messages'' own transactions';
COMMENT ON COLUMN tally.usage_daily.cache_write_tokens IS 'Five-minute and one-hour writes together';

CREATE INDEX usage_daily_day_idx ON tally.usage_daily (day);
COMMENT ON INDEX tally.usage_daily_day_idx IS
    'Serves GET /v1/usage?from=&to= over all users: a day narrows it, and is no hot column';
