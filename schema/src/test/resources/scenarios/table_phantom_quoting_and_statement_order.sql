The files were reformatted: quoted names, other case, other order of statements, comments. Nothing is to be done.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint PRIMARY KEY, email text NOT NULL UNIQUE);
CREATE TABLE app.orders (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES app.users (id));
CREATE INDEX orders_user_id_idx ON app.orders (user_id);
CREATE VIEW app.emails AS SELECT email FROM app.users;
--- rows
INSERT INTO app.users VALUES (1, 'a@example.org');
INSERT INTO app.orders VALUES (1, 1);
--- new
create schema "app";
/* orders come first now */
create table "app"."orders" (
  "id"      bigint
            primary key,
  "user_id" bigint not null -- who pays
);
create table APP.USERS ( "id" bigint primary key, EMAIL text not null, unique (email) );
create view app."emails" as
  select
    users.email
  from app.users;
create index "orders_user_id_idx" on app.orders using btree ("user_id");
alter table app.orders add foreign key (user_id) references app.users;
--- keeps
SELECT id, user_id FROM app.orders;
SELECT email FROM app.emails;
--- plan
(nothing)
