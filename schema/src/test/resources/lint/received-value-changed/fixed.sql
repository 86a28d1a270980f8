CREATE TABLE stripe_payments (
    id text PRIMARY KEY,
    amount bigint,
    charged bigint GENERATED ALWAYS AS (greatest(amount, 1)) STORED,
    received_at timestamptz DEFAULT now()
);
CREATE TABLE users (
    id bigint PRIMARY KEY,
    stripe_status text,
    status text GENERATED ALWAYS AS (coalesce(stripe_status, 'active')) STORED,
    name text
);
