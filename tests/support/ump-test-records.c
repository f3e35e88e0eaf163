/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-test-records.h"


/**
 * ump_test_make_battle:
 * @prompt: of its first turn
 * @model_a: of side A
 * @model_b: of side B
 *
 * Returns: (transfer full): an open battle between two new practice partners
 */
UmpBattleRecord *
ump_test_make_battle (const char *prompt, const char *model_a, const char *model_b)
{
  UmpBattleRecord *battle = ump_battle_record_new ();
  const char *models[UMP_N_SIDES] = { model_a, model_b };

  battle->practice = TRUE;
  battle->conditions = ump_conditions_new ();
  battle->conditions->pool_size = 2;
  battle->conditions->pair_probability = 1;
  for (int side = 0; side < UMP_N_SIDES; side++) {
    battle->contenders[side] = ump_contender_new (UMP_PRACTICE_PROVIDER, models[side]);
    battle->contenders[side]->practice = TRUE;
  }
  g_ptr_array_add (battle->turns, ump_turn_new (0, prompt));
  return battle;
}


/**
 * ump_test_make_response:
 * @side: whose
 * @text: what it says
 * @ending: how it ended
 *
 * Returns: (transfer full): a response with every field filled
 */
UmpResponseRecord *
ump_test_make_response (UmpSide side, const char *text, UmpEnding ending)
{
  UmpResponseRecord *response = ump_response_record_new (side);

  g_free (response->text);
  response->text = g_strdup (text);
  response->ending = ending;
  response->reasoning = g_strdup ("a thought of secret-model");
  response->finish = g_strdup ("secret-finish");
  response->usage = (UmpUsage) { 11, 2, 30, 7, 0.25 };
  response->started_at = 1700000000000000;
  response->first_token_ms = 120.5;
  response->duration_ms = 2400.25;
  response->request = g_strdup ("{\"model\":\"secret-model\"}");
  response->returned_model = g_strdup ("secret-model-0613");
  response->error_code = 7;
  response->error = g_strdup ("Secret Service says no");
  response->notes = g_strdup ("Secret Service took no temperature");
  return response;
}


/**
 * ump_test_make_conditions:
 *
 * Returns: (transfer full): those of a clean ballot
 */
UmpConditions *
ump_test_make_conditions (void)
{
  UmpConditions *conditions = ump_conditions_new ();

  conditions->both_seen = TRUE;
  conditions->turns = 1;
  for (int side = 0; side < UMP_N_SIDES; side++)
    conditions->endings[side] = UMP_ENDING_STOP;
  return conditions;
}
