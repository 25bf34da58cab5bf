-- Access tokens of connections that sign in by OAuth 2.0, sealed with a key that is not in the
-- database. `origin` tells which credentials of the stack they came from: other credentials there,
-- and what is kept here is forgotten.
create table access_token (
  connection text primary key,
  origin text not null,
  sealed bytea,
  obtained_at timestamptz
);
