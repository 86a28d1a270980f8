CREATE TABLE tally.user_networks (
    user_id uuid NOT NULL REFERENCES tally.users (id),
    network_hash bytea NOT NULL CHECK (length(network_hash) = 32),
    first_seen_at timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, network_hash),
    CHECK (last_seen_at >= first_seen_at)
);
COMMENT ON TABLE tally.user_networks IS
    'From which networks users signed in or redeemed a code: evidence against referrals of oneself';
COMMENT ON COLUMN tally.user_networks.network_hash IS
    'HMAC of the network, the /24 of an IPv4 address or the /48 of an IPv6 one; no address is stored';
