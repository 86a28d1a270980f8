CREATE SEQUENCE numbers;
CREATE TABLE users (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number bigint DEFAULT nextval('numbers')
);
