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
