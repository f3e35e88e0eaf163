-- SPDX-License-Identifier: GPL-3.0-or-later
-- The first schema. Ids are random, 32 hexadecimal digits, so that archives of
-- two computers can be merged. Times are microseconds since the epoch. Numbers
-- of states, endings and verdicts are those of the records.

CREATE TABLE providers (
  id         TEXT PRIMARY KEY NOT NULL,
  name       TEXT NOT NULL,
  service    TEXT NOT NULL,
  base_url   TEXT NOT NULL,
  keyless    INTEGER NOT NULL DEFAULT 0,
  allow_http INTEGER NOT NULL DEFAULT 0,
  slots      INTEGER NOT NULL DEFAULT 0,
  removed    INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL
) STRICT;

-- The practice partners' provider is built in. It is here for the references.
INSERT INTO providers (id, name, service, base_url, keyless, created_at)
VALUES ('practice', 'Practice', 'practice', '', 1, 0);

CREATE TABLE contenders (
  id               TEXT PRIMARY KEY NOT NULL,
  lineage          TEXT NOT NULL,
  version          INTEGER NOT NULL,
  provider_id      TEXT NOT NULL REFERENCES providers (id),
  model            TEXT NOT NULL,
  label            TEXT,
  maker            TEXT,
  family           TEXT,
  system_prompt    TEXT,
  temperature      REAL,
  top_p            REAL,
  max_tokens       INTEGER NOT NULL DEFAULT 0,
  reasoning_effort TEXT,
  seed             INTEGER NOT NULL DEFAULT -1,
  extra_json       TEXT,
  practice         INTEGER NOT NULL DEFAULT 0,
  enabled          INTEGER NOT NULL DEFAULT 1,
  retired          INTEGER NOT NULL DEFAULT 0,
  sealed           INTEGER NOT NULL DEFAULT 0,
  codename         TEXT,
  price_in         REAL,
  price_out        REAL
) STRICT;
CREATE INDEX contenders_lineage ON contenders (lineage, version);
CREATE INDEX contenders_provider ON contenders (provider_id);

-- An edit makes a new version: what was rated never changes under its id.
CREATE TRIGGER contenders_are_immutable
BEFORE UPDATE OF id, lineage, version, provider_id, model, label, maker, family, system_prompt,
  temperature, top_p, max_tokens, reasoning_effort, seed, extra_json, practice ON contenders
BEGIN
  SELECT RAISE (ABORT, 'a contender never changes: an edit makes a new version');
END;

-- session: the running program that the battle belongs to, see ump-db-session.c.
-- cluster: from the first prompt; ballots of one prompt belong together.
CREATE TABLE battles (
  id          TEXT PRIMARY KEY NOT NULL,
  created_at  INTEGER NOT NULL,
  state       INTEGER NOT NULL CHECK (state BETWEEN 0 AND 4),
  practice    INTEGER NOT NULL,
  category    TEXT,
  contender_a TEXT NOT NULL REFERENCES contenders (id),
  contender_b TEXT NOT NULL REFERENCES contenders (id) CHECK (contender_b <> contender_a),
  conditions  TEXT,
  cluster     INTEGER NOT NULL,
  session     INTEGER NOT NULL
) STRICT;
CREATE INDEX battles_created ON battles (created_at);
CREATE INDEX battles_open ON battles (session) WHERE state = 0;

CREATE TRIGGER battles_keep_their_sides
BEFORE UPDATE OF id, created_at, practice, contender_a, contender_b ON battles
BEGIN
  SELECT RAISE (ABORT, 'the sides of a battle never change');
END;

CREATE TRIGGER battles_stay_revealed
BEFORE UPDATE OF state ON battles WHEN OLD.state > 1 AND NEW.state <> OLD.state
BEGIN
  SELECT RAISE (ABORT, 'a revealed battle is never blind again');
END;

CREATE TABLE turns (
  id         TEXT PRIMARY KEY NOT NULL,
  battle_id  TEXT NOT NULL REFERENCES battles (id) ON DELETE CASCADE,
  number     INTEGER NOT NULL,
  prompt     TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (battle_id, number)
) STRICT;

-- The long texts come last: what stands before them is read without them.
CREATE TABLE responses (
  id               TEXT PRIMARY KEY NOT NULL,
  turn_id          TEXT NOT NULL REFERENCES turns (id) ON DELETE CASCADE,
  side             INTEGER NOT NULL CHECK (side IN (0, 1)),
  attempt          INTEGER NOT NULL,
  ending           INTEGER NOT NULL CHECK (ending BETWEEN 0 AND 7),
  finish           TEXT,
  input_tokens     INTEGER NOT NULL,
  cached_tokens    INTEGER NOT NULL,
  output_tokens    INTEGER NOT NULL,
  reasoning_tokens INTEGER NOT NULL,
  cost             REAL,
  started_at       INTEGER NOT NULL,
  first_token_ms   REAL NOT NULL,
  duration_ms      REAL NOT NULL,
  returned_model   TEXT,
  error_code       INTEGER NOT NULL,
  error            TEXT,
  notes            TEXT,
  text             TEXT NOT NULL,
  reasoning        TEXT,
  request          TEXT
) STRICT;
CREATE INDEX responses_turn ON responses (turn_id, side, attempt, output_tokens);

-- What is said of a battle, in the order in which it was said. A row with
-- verdict 0 retracts the row that it names.
CREATE TABLE verdicts (
  seq        INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  battle_id  TEXT NOT NULL REFERENCES battles (id) ON DELETE CASCADE,
  verdict    INTEGER NOT NULL CHECK (verdict BETWEEN 0 AND 4),
  cast_at    INTEGER NOT NULL,
  unblinded  INTEGER NOT NULL CHECK (unblinded IN (0, 1)),
  conditions TEXT,
  retracts   TEXT UNIQUE REFERENCES verdicts (id),
  CHECK ((verdict = 0) = (retracts IS NOT NULL))
) STRICT;
CREATE INDEX verdicts_battle ON verdicts (battle_id);

-- Battles that are being deleted on purpose, within that transaction only.
-- Without a row here no verdict can be deleted.
CREATE TABLE deletions (
  battle_id TEXT PRIMARY KEY NOT NULL
) STRICT;

CREATE TRIGGER verdicts_are_not_updated
BEFORE UPDATE ON verdicts
BEGIN
  SELECT RAISE (ABORT, 'a verdict never changes: it can be retracted');
END;

CREATE TRIGGER verdicts_are_not_deleted
BEFORE DELETE ON verdicts WHEN NOT EXISTS (SELECT 1 FROM deletions WHERE battle_id = OLD.battle_id)
BEGIN
  SELECT RAISE (ABORT, 'a verdict is never deleted: it can be retracted');
END;

-- INSERT OR REPLACE deletes without asking the trigger above.
CREATE TRIGGER verdicts_are_not_replaced
BEFORE INSERT ON verdicts
WHEN EXISTS (SELECT 1 FROM verdicts WHERE id = NEW.id OR seq = NEW.seq OR retracts = NEW.retracts)
BEGIN
  SELECT RAISE (ABORT, 'a verdict is never replaced: it can be retracted');
END;

-- At most one clean verdict: the first one, cast while the names were hidden.
CREATE TRIGGER verdicts_are_blind_once
BEFORE INSERT ON verdicts
WHEN NEW.verdict <> 0 AND NEW.unblinded = 0
  AND EXISTS (SELECT 1 FROM verdicts WHERE battle_id = NEW.battle_id AND verdict <> 0 AND unblinded = 0)
BEGIN
  SELECT RAISE (ABORT, 'a battle has one blind verdict at most');
END;

-- The verdict that holds: not retracted, a blind one before an unblinded one,
-- else the last.
CREATE VIEW standing AS
SELECT v.* FROM verdicts AS v
WHERE v.seq = (
  SELECT w.seq FROM verdicts AS w
  WHERE w.battle_id = v.battle_id AND w.verdict <> 0
    AND NOT EXISTS (SELECT 1 FROM verdicts AS r WHERE r.retracts = w.id)
  ORDER BY w.unblinded, w.seq DESC LIMIT 1
);

CREATE TABLE notes (
  name TEXT PRIMARY KEY NOT NULL,
  text TEXT NOT NULL
) STRICT;
