-- The third schema, dumped with one battle of each kind.
BEGIN TRANSACTION;
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
INSERT INTO "battles" VALUES('00000000000000000000000000000101',1700000001000000,2,1,NULL,'000000000000000000000000000000a1','000000000000000000000000000000b1','{"pool_size":2}',305419896,77);
INSERT INTO "battles" VALUES('00000000000000000000000000000102',1700000002000000,3,1,NULL,'000000000000000000000000000000a1','000000000000000000000000000000b1','{"pool_size":2}',305419896,77);
INSERT INTO "battles" VALUES('00000000000000000000000000000103',1700000003000000,0,1,NULL,'000000000000000000000000000000a1','000000000000000000000000000000b1','{"pool_size":2}',305419896,77);
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
, listed INTEGER NOT NULL DEFAULT 0, parameters TEXT, price_typed INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO "contenders" VALUES('000000000000000000000000000000a1','000000000000000000000000000000a1',1,'practice','eliza',NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,-1,NULL,1,1,0,0,NULL,NULL,NULL,0,NULL,0);
INSERT INTO "contenders" VALUES('000000000000000000000000000000b1','000000000000000000000000000000b1',1,'practice','parry',NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,-1,NULL,1,1,0,0,NULL,NULL,NULL,0,NULL,0);
CREATE TABLE deletions (
  battle_id TEXT PRIMARY KEY NOT NULL
) STRICT;
CREATE TABLE notes (
  name TEXT PRIMARY KEY NOT NULL,
  text TEXT NOT NULL
) STRICT;
INSERT INTO "notes" VALUES('draft','They''re always bugging us');
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
INSERT INTO "providers" VALUES('practice','Practice','practice','',1,0,0,0,0);
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
INSERT INTO "responses" VALUES('00000000000000000000000000000301','00000000000000000000000000000201',0,1,1,'stop',5,-1,4,-1,NULL,1700000000000000,12.5,80.0,'practice',-1,NULL,NULL,'In what way?',NULL,'{}');
INSERT INTO "responses" VALUES('00000000000000000000000000000302','00000000000000000000000000000201',1,1,1,'stop',5,-1,9,-1,NULL,1700000000000000,12.5,80.0,'practice',-1,NULL,NULL,'I went to the track at Bay Meadows.',NULL,'{}');
INSERT INTO "responses" VALUES('00000000000000000000000000000303','00000000000000000000000000000202',0,1,1,'stop',5,-1,2,-1,NULL,1700000000000000,12.5,80.0,'practice',-1,NULL,NULL,'Yes.',NULL,'{}');
INSERT INTO "responses" VALUES('00000000000000000000000000000304','00000000000000000000000000000202',1,1,1,'stop',5,-1,2,-1,NULL,1700000000000000,12.5,80.0,'practice',-1,NULL,NULL,'No.',NULL,'{}');
INSERT INTO "responses" VALUES('00000000000000000000000000000305','00000000000000000000000000000203',0,1,1,'stop',5,-1,2,-1,NULL,1700000000000000,12.5,80.0,'practice',-1,NULL,NULL,'Whole.',NULL,'{}');
INSERT INTO "responses" VALUES('00000000000000000000000000000306','00000000000000000000000000000203',1,1,0,'stop',5,-1,-1,-1,NULL,1700000000000000,12.5,80.0,'practice',-1,NULL,NULL,'Hal',NULL,'{}');
CREATE TABLE turns (
  id         TEXT PRIMARY KEY NOT NULL,
  battle_id  TEXT NOT NULL REFERENCES battles (id) ON DELETE CASCADE,
  number     INTEGER NOT NULL,
  prompt     TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (battle_id, number)
) STRICT;
INSERT INTO "turns" VALUES('00000000000000000000000000000201','00000000000000000000000000000101',0,'Men are all alike.',1700000001000000);
INSERT INTO "turns" VALUES('00000000000000000000000000000202','00000000000000000000000000000102',0,'Skipped?',1700000002000000);
INSERT INTO "turns" VALUES('00000000000000000000000000000203','00000000000000000000000000000103',0,'Killed?',1700000003000000);
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
INSERT INTO "verdicts" VALUES(1,'00000000000000000000000000000401','00000000000000000000000000000101',1,1700000001500000,0,'{"both_seen":true,"turns":1,"sides":[{"ending":1},{"ending":1}]}',NULL);
INSERT INTO "verdicts" VALUES(2,'00000000000000000000000000000402','00000000000000000000000000000101',0,1700000001600000,1,NULL,'00000000000000000000000000000401');
INSERT INTO "verdicts" VALUES(3,'00000000000000000000000000000403','00000000000000000000000000000101',2,1700000001700000,1,'{"both_seen":true,"revealed_before":true}',NULL);
CREATE INDEX contenders_lineage ON contenders (lineage, version);
CREATE INDEX contenders_provider ON contenders (provider_id);
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
CREATE INDEX responses_turn ON responses (turn_id, side, attempt, output_tokens);
CREATE INDEX verdicts_battle ON verdicts (battle_id);
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
CREATE TRIGGER verdicts_are_not_replaced
BEFORE INSERT ON verdicts
WHEN EXISTS (SELECT 1 FROM verdicts WHERE id = NEW.id OR seq = NEW.seq OR retracts = NEW.retracts)
BEGIN
  SELECT RAISE (ABORT, 'a verdict is never replaced: it can be retracted');
END;
CREATE TRIGGER verdicts_are_blind_once
BEFORE INSERT ON verdicts
WHEN NEW.verdict <> 0 AND NEW.unblinded = 0
  AND EXISTS (SELECT 1 FROM verdicts WHERE battle_id = NEW.battle_id AND verdict <> 0 AND unblinded = 0)
BEGIN
  SELECT RAISE (ABORT, 'a battle has one blind verdict at most');
END;
CREATE VIEW standing AS
SELECT v.* FROM verdicts AS v
WHERE v.seq = (
  SELECT w.seq FROM verdicts AS w
  WHERE w.battle_id = v.battle_id AND w.verdict <> 0
    AND NOT EXISTS (SELECT 1 FROM verdicts AS r WHERE r.retracts = w.id)
  ORDER BY w.unblinded, w.seq DESC LIMIT 1
);
CREATE TRIGGER contenders_are_immutable
BEFORE UPDATE OF id, lineage, version, provider_id, model, maker, family, system_prompt,
  temperature, top_p, max_tokens, reasoning_effort, seed, extra_json, practice ON contenders
BEGIN
  SELECT RAISE (ABORT, 'a contender never changes: an edit makes a new version');
END;
COMMIT;
PRAGMA application_id = 1433235524;
PRAGMA user_version = 3;
