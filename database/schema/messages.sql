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
