-- SPDX-License-Identifier: GPL-3.0-or-later
-- parameters: the request fields that the service says the model takes, one a
-- word; NULL where it does not say.
ALTER TABLE contenders ADD COLUMN parameters TEXT;

-- price_typed: the user typed the prices, so those of the service do not replace
-- them. Of older ones nobody knows who named them.
ALTER TABLE contenders ADD COLUMN price_typed INTEGER NOT NULL DEFAULT 0;
UPDATE contenders SET price_typed = 1 WHERE price_in IS NOT NULL OR price_out IS NOT NULL;
