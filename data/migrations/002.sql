-- SPDX-License-Identifier: GPL-3.0-or-later
-- listed: the service has listed the model at least once. What was typed by
-- hand and never listed is not retired because it is not.
ALTER TABLE contenders ADD COLUMN listed INTEGER NOT NULL DEFAULT 0;

-- A label is how the user calls a contender, and no part of what is rated.
DROP TRIGGER contenders_are_immutable;
CREATE TRIGGER contenders_are_immutable
BEFORE UPDATE OF id, lineage, version, provider_id, model, maker, family, system_prompt,
  temperature, top_p, max_tokens, reasoning_effort, seed, extra_json, practice ON contenders
BEGIN
  SELECT RAISE (ABORT, 'a contender never changes: an edit makes a new version');
END;
