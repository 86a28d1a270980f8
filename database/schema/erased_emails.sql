CREATE TABLE tally.erased_emails (
    email_hash bytea PRIMARY KEY CHECK (length(email_hash) = 32)
);
COMMENT ON TABLE tally.erased_emails IS
    'Verified addresses of users who were deleted or have another now. No user and no time: a time would lead to the user by the audit log';
COMMENT ON COLUMN tally.erased_emails.email_hash IS
    'HMAC of the address in lower case: says of an address that it was here before';
