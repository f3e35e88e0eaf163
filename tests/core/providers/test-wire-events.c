/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "ump-answer.h"
#include "ump-error.h"

/* What services put into streams beside what the recordings hold. Each body is
 * played whole and byte by byte. Bodies are after the services' documentation
 * and published reports of their clients. */
typedef struct {
  const char *name;
  const char *dialect;
  const char *body;
  const char *text;
  const char *reasoning;
  UmpEnding ending;
  const char *finish;
  int error;         /* a UmpError, or -1 */
  const char *words; /* the error's */
  UmpUsage usage;
} Case;

#define CHAT(members) "data: {\"choices\":[{\"index\":0," members "}]}\n\n"
#define TEXT(text) CHAT ("\"delta\":{\"content\":\"" text "\"}")
#define STOP CHAT ("\"delta\":{},\"finish_reason\":\"stop\"")
#define DONE "data: [DONE]\n\n"
#define BLANKS "                                        "
#define USAGE(in, cached, out, reasoning) { in, cached, out, reasoning, (double) NAN }
#define UNKNOWN USAGE (-1, -1, -1, -1)

static const Case cases[] = {
  /* openai-chat */
  { "both-names", "openai-chat", CHAT ("\"delta\":{\"reasoning\":\"hm\",\"reasoning_content\":\"hm\"}") TEXT ("a") STOP DONE,
    "a", "hm", UMP_ENDING_STOP, "stop", -1, NULL, UNKNOWN },
  { "empty-first-name", "openai-chat", CHAT ("\"delta\":{\"reasoning\":\"hm\",\"reasoning_content\":\"\"}") TEXT ("a") STOP DONE,
    "a", "hm", UMP_ENDING_STOP, "stop", -1, NULL, UNKNOWN },
  { "details-beside", "openai-chat",
    CHAT ("\"delta\":{\"content\":\"\",\"reasoning\":\"hm\",\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"hm\"}]}") TEXT ("a") STOP DONE,
    "a", "hm", UMP_ENDING_STOP, "stop", -1, NULL, UNKNOWN },
  { "details-alone", "openai-chat",
    CHAT ("\"delta\":{\"reasoning\":null,\"reasoning_details\":[{\"type\":\"reasoning.summary\",\"summary\":\"h\"},{\"type\":\"reasoning.encrypted\",\"data\":\"x\"},"
          "{\"type\":\"reasoning.text\",\"text\":\"m\"}]}") TEXT ("a") STOP DONE,
    "a", "hm", UMP_ENDING_STOP, "stop", -1, NULL, UNKNOWN },
  { "mistral-parts", "openai-chat",
    CHAT ("\"delta\":{\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"six \"},{\"type\":\"text\",\"text\":\"seven\"}]}]}")
    CHAT ("\"delta\":{\"content\":[{\"type\":\"text\",\"text\":\"42\"},{\"type\":\"reference\",\"reference_ids\":[1]}]}")
    "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":9,\"total_tokens\":14}}\n\n" DONE,
    "42", "six seven", UMP_ENDING_STOP, "stop", -1, NULL, USAGE (5, -1, 9, -1) },
  { "think-tags", "openai-chat", TEXT ("\\n<th") TEXT ("ink>a < b </thi") TEXT ("s></think>\\n") TEXT ("\\nyes <think>no</think>") STOP DONE,
    "yes <think>no</think>", "a < b </this>", UMP_ENDING_STOP, "stop", -1, NULL, UNKNOWN },
  { "think-never-closed", "openai-chat", TEXT ("<think>on and on </th") CHAT ("\"delta\":{},\"finish_reason\":\"length\"") DONE,
    "", "on and on </th", UMP_ENDING_EMPTY, "length", -1, NULL, UNKNOWN },
  { "no-think", "openai-chat", TEXT (" <thi") TEXT ("ng> is HTML") STOP DONE, " <thing> is HTML", NULL, UMP_ENDING_STOP, "stop", -1, NULL, UNKNOWN },
  { "text-like-a-tag", "openai-chat", TEXT ("<thin") STOP DONE, "<thin", NULL, UMP_ENDING_STOP, "stop", -1, NULL, UNKNOWN },
  { "many-blanks", "openai-chat", TEXT (BLANKS BLANKS) TEXT ("<think>a") STOP DONE, BLANKS BLANKS "<think>a", NULL, UMP_ENDING_STOP, "stop", -1, NULL, UNKNOWN },
  { "half-at-the-end", "openai-chat", TEXT ("a\\ud83d") STOP DONE, "a\xEF\xBF\xBD", NULL, UMP_ENDING_STOP, "stop", -1, NULL, UNKNOWN },
  { "refusal", "openai-chat", CHAT ("\"delta\":{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}") CHAT ("\"delta\":{\"refusal\":\"I can’t.\"}") STOP DONE,
    "I can’t.", NULL, UMP_ENDING_FILTER, "stop", -1, NULL, UNKNOWN },
  { "empty-refusal", "openai-chat", CHAT ("\"delta\":{\"content\":\"a\",\"refusal\":\"\"}") STOP DONE, "a", NULL, UMP_ENDING_STOP, "stop", -1, NULL, UNKNOWN },
  { "unknown-finish", "openai-chat", TEXT ("a") CHAT ("\"delta\":{},\"finish_reason\":\"banana\"") DONE, "a", NULL, UMP_ENDING_STOP, "banana", -1, NULL, UNKNOWN },
  { "finish-error", "openai-chat", TEXT ("a") CHAT ("\"delta\":{},\"finish_reason\":\"error\"") DONE, "a", NULL, UMP_ENDING_ERROR, "error", -1, NULL, UNKNOWN },
  { "no-done", "openai-chat", TEXT ("a") STOP, "a", NULL, UMP_ENDING_STOP, "stop", -1, NULL, UNKNOWN },
  { "done-alone", "openai-chat", TEXT ("a") DONE, "a", NULL, UMP_ENDING_NO_TERMINATOR, NULL, -1, NULL, UNKNOWN },
  { "cut-in-json", "openai-chat", TEXT ("a") "data: {\"choices\":[{\"delta\":{\"cont", "a", NULL, UMP_ENDING_NO_TERMINATOR, NULL, -1, NULL, UNKNOWN },
  { "broken-in-the-middle", "openai-chat", TEXT ("a") "data: {\"choices\":[{\"de\n\n" STOP DONE, "a", NULL, 0, NULL, UMP_ERROR_PROTOCOL, NULL, UNKNOWN },
  { "odd-chunks", "openai-chat",
    "data: {\"id\":\"\",\"created\":0,\"choices\":[],\"prompt_filter_results\":[{}]}\n\n" "data: {}\n\n" "data: null\n\n" "data: 3\n\n" "data: []\n\n" "data:\n\n"
    CHAT ("\"delta\":{}") CHAT ("\"delta\":null") CHAT ("\"delta\":{\"content\":7,\"tool_calls\":{}}") "data: {\"choices\":{\"a\":1}}\n\n" "data: {\"choices\":[null,[]]}\n\n"
    "data: {\"choices\":[{\"index\":1,\"delta\":{\"content\":\"other\"},\"finish_reason\":\"stop\"}]}\n\n" "event: ping\n\n" TEXT ("a") STOP DONE,
    "a", NULL, UMP_ENDING_STOP, "stop", -1, NULL, UNKNOWN },
  { "xai-usage", "openai-chat",
    TEXT ("a") STOP "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":115,\"completion_tokens_details\":{\"reasoning_tokens\":100},\"cost_in_usd_ticks\":5000000000}}\n\n" DONE,
    "a", NULL, UMP_ENDING_STOP, "stop", -1, NULL, { 10, -1, 105, 100, 0.5 } },
  { "openai-usage", "openai-chat",
    TEXT ("a") STOP "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":105,\"total_tokens\":115,\"prompt_tokens_details\":{\"cached_tokens\":4},\"completion_tokens_details\":{\"reasoning_tokens\":100}}}\n\n" DONE,
    "a", NULL, UMP_ENDING_STOP, "stop", -1, NULL, USAGE (10, 4, 105, 100) },
  { "groq-usage", "openai-chat",
    TEXT ("a") "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"x_groq\":{\"id\":\"r\",\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4,\"total_tokens\":7}}}\n\n" DONE,
    "a", NULL, UMP_ENDING_STOP, "stop", -1, NULL, USAGE (3, -1, 4, -1) },
  { "deepseek-usage", "openai-chat",
    ": keep-alive\n\n" TEXT ("a") STOP "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":4,\"prompt_cache_hit_tokens\":6,\"prompt_cache_miss_tokens\":3}}\n\n" DONE,
    "a", NULL, UMP_ENDING_STOP, "stop", -1, NULL, USAGE (9, 6, 4, -1) },
  { "perplexity", "openai-chat",
    "data: {\"object\":\"chat.completion.chunk\",\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1},\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"message\":{\"content\":\"a\"}}]}\n\n"
    "data: {\"object\":\"chat.completion.done\",\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"cost\":{\"total_cost\":0.25}},\"choices\":[{\"index\":0,\"message\":{\"content\":\"ab\"},\"finish_reason\":\"stop\"}]}\n\n",
    "a", NULL, UMP_ENDING_STOP, "stop", -1, NULL, { 3, -1, 2, -1, 0.25 } },
  { "error-inside", "openai-chat", TEXT ("a") "data: {\"error\":{\"code\":502,\"message\":\"upstream died\"},\"choices\":[]}\n\n" DONE,
    "a", NULL, 0, NULL, UMP_ERROR_OVERLOADED, "upstream died", UNKNOWN },
  { "error-with-choice", "openai-chat",
    TEXT ("a") "data: {\"error\":{\"code\":429,\"message\":\"slow\"},\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},\"finish_reason\":\"error\"}]}\n\n",
    "a", NULL, 0, NULL, UMP_ERROR_RATE_LIMIT, "slow", UNKNOWN },
  { "error-event", "openai-chat", "event: error\ndata: {\"message\":\"bad\"}\n\n", "", NULL, 0, NULL, UMP_ERROR_FAILED, "bad", UNKNOWN },
  { "error-text", "openai-chat", "data: {\"error\":\"model runner has stopped\"}\n\n", "", NULL, 0, NULL, UMP_ERROR_FAILED, "model runner has stopped", UNKNOWN },
  { "error-vllm", "openai-chat", "data: {\"object\":\"error\",\"message\":\"bad\",\"type\":\"x\",\"code\":400}\n\n" DONE, "", NULL, 0, NULL, UMP_ERROR_BAD_PARAMETER, "bad", UNKNOWN },
  { "error-flat", "openai-chat", "data: {\"message\":\"no\",\"type\":\"x\",\"param\":\"y\",\"code\":\"wrong_api_format\"}\n\n", "", NULL, 0, NULL, UMP_ERROR_BAD_PARAMETER, "no", UNKNOWN },
  { "error-plain-text", "openai-chat", "data: Model does not support this\n\n", "", NULL, 0, NULL, UMP_ERROR_FAILED, "Model does not support this", UNKNOWN },
  { "error-in-open-event", "openai-chat", TEXT ("a") "data: {\"choices\":[{\"del\ndata: {\"error\":{\"message\":\"stream_read_error\"}}\n\n",
    "a", NULL, 0, NULL, UMP_ERROR_FAILED, "stream_read_error", UNKNOWN },
  { "two-events-in-one", "openai-chat", "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\ndata: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"b\"},\"finish_reason\":\"stop\"}]}\ndata: [DONE]\n\n",
    "ab", NULL, UMP_ENDING_STOP, "stop", -1, NULL, UNKNOWN },
  { "event-over-lines", "openai-chat", "data: {\"choices\":[{\"index\":0,\ndata: \"delta\":{\"content\":\"a\"}}]}\n\n" STOP DONE, "a", NULL, UMP_ENDING_STOP, "stop", -1, NULL, UNKNOWN },
  /* The first line is lost, and with it a part of the answer. */
  { "hole-in-an-event", "openai-chat", TEXT ("a") "data: {\"choices\":[{\"delta\":{\"content\":\"b}\ndata: {\"choices\":[{\"delta\":{\"content\":\"c\"},\"finish_reason\":\"stop\"}]}\n\n" DONE,
    "a", NULL, 0, NULL, UMP_ERROR_PROTOCOL, NULL, UNKNOWN },
  { "broken-line-in-an-event", "openai-chat", TEXT ("a") "data: {x}\ndata: {\"choices\":[{\"delta\":{\"content\":\"c\"},\"finish_reason\":\"stop\"}]}\n\n" DONE,
    "a", NULL, 0, NULL, UMP_ERROR_PROTOCOL, NULL, UNKNOWN },
  { "bare-error", "openai-chat", TEXT ("a") "{\"error\":{\"message\":\"died\",\"type\":\"server_error\"}}\n\n", "a", NULL, 0, NULL, UMP_ERROR_FAILED, "died", UNKNOWN },
  { "bare-error-before-more", "openai-chat", TEXT ("a") "{\"error\":\"died\"}\n" TEXT ("b"), "a", NULL, 0, NULL, UMP_ERROR_FAILED, "died", UNKNOWN },
  { "bare-array", "openai-chat", TEXT ("a") "[{\"error\":{\"code\":503,\"message\":\"gone\"}}]\r\n", "a", NULL, 0, NULL, UMP_ERROR_OVERLOADED, "gone", UNKNOWN },
  { "bare-pretty", "openai-chat", TEXT ("a") "{\n  \"error\": {\n    \"code\": 429,\n    \"message\": \"slow\"\n  }\n}\n", "a", NULL, 0, NULL, UMP_ERROR_RATE_LIMIT, "slow", UNKNOWN },
  { "bare-pretty-array", "openai-chat", TEXT ("a") "[{\n  \"error\": {\n    \"code\": 429,\n    \"message\": \"slow\"\n  }\n}]", "a", NULL, 0, NULL, UMP_ERROR_RATE_LIMIT, "slow", UNKNOWN },
  { "error-field", "openai-chat", TEXT ("a") "error: {\"code\":500,\"message\":\"context shift\",\"type\":\"server_error\"}\n\n", "a", NULL, 0, NULL, UMP_ERROR_FAILED, "context shift", UNKNOWN },
  { "error-field-alone", "openai-chat", "error: {\"message\":\"no slot\"}\n\n", "", NULL, 0, NULL, UMP_ERROR_FAILED, "no slot", UNKNOWN },
  { "bare-but-no-error", "openai-chat", TEXT ("a") "{\"note\":1}\n[1,2\n\nerror: none\n\n" TEXT ("b") STOP DONE, "ab", NULL, UMP_ENDING_STOP, "stop", -1, NULL, UNKNOWN },
  { "null-error", "openai-chat", "data: {\"error\":null,\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n" STOP DONE, "a", NULL, UMP_ENDING_STOP, "stop", -1, NULL, UNKNOWN },
  { "error-instead", "openai-chat", "{\"error\":{\"message\":\"no\",\"type\":\"server_error\"}}", "", NULL, 0, NULL, UMP_ERROR_FAILED, "no", UNKNOWN },
  { "document-after-blanks", "openai-chat", "\n\n \r\n{\"choices\":[{\"message\":{\"content\":\"a\",\"reasoning\":\"r\"}}],\"usage\":{\"completion_tokens\":1}}",
    "a", "r", UMP_ENDING_STOP, NULL, -1, NULL, USAGE (-1, -1, 1, -1) },
  { "page-instead", "openai-chat", "<!DOCTYPE html><title>Log in</title>", "", NULL, 0, NULL, UMP_ERROR_NOT_THIS_SERVICE, NULL, UNKNOWN },
  { "mark-and-crlf", "openai-chat", "\xEF\xBB\xBF" "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\r\n\r\ndata: [DONE]\r\n\r\n",
    "a", NULL, UMP_ENDING_STOP, "stop", -1, NULL, UNKNOWN },
  { "invalid-utf8", "openai-chat", TEXT ("a\xff" "b") STOP DONE, "a\xEF\xBF\xBD" "b", NULL, UMP_ENDING_STOP, "stop", -1, NULL, UNKNOWN },
  { "rubbish-after-the-end", "openai-chat", TEXT ("a") STOP "data: {\"usage\":\n\n" "data: bye\n\n" DONE, "a", NULL, UMP_ENDING_STOP, "stop", -1, NULL, UNKNOWN },
  { "nothing", "openai-chat", "", "", NULL, UMP_ENDING_NO_TERMINATOR, NULL, -1, NULL, UNKNOWN },

  /* anthropic */
  { "refusal-without-block", "anthropic",
    "data: {\"type\":\"message_start\",\"message\":{\"model\":\"m\",\"usage\":{\"input_tokens\":5,\"cache_creation_input_tokens\":2,\"cache_read_input_tokens\":3,\"output_tokens\":1}}}\n\n"
    "event: ping\ndata: {\"type\": \"ping\"}\n\n" "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"refusal\",\"stop_details\":{\"type\":\"refusal\"}},\"usage\":{\"output_tokens\":2}}\n\n"
    "data: {\"type\":\"message_stop\"}\n\n",
    "", NULL, UMP_ENDING_EMPTY, "refusal", -1, NULL, USAGE (10, 3, 2, -1) },
  { "second-start", "anthropic",
    "data: {\"type\":\"message_start\",\"message\":{\"id\":\"1\",\"model\":\"m\",\"usage\":{\"input_tokens\":43,\"output_tokens\":1}}}\n\n"
    "data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"a\"}}\n\n"
    "data: {\"type\":\"message_start\",\"message\":{\"id\":\"2\",\"model\":\"n\",\"usage\":{\"input_tokens\":9,\"output_tokens\":0}}}\n\n"
    "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"b\"}}\n\n"
    "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"citations_delta\",\"citation\":{\"text\":\"no\"}}}\n\n"
    "data: {\"type\":\"something_new\",\"text\":\"no\"}\n\n"
    "data: {\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"input_tokens\":61,\"output_tokens\":30,\"output_tokens_details\":{\"thinking_tokens\":7}},\"type\":\"message_delta\"}\n\n"
    "data: {\"type\":\"message_stop\"}          \n\n",
    "ab", NULL, UMP_ENDING_STOP, "end_turn", -1, NULL, USAGE (61, -1, 30, 7) },
  /* 5 that were fresh, 2 that a cache took, 3 that it held; a later event has
   * only what it corrects. */
  { "parts-of-the-input", "anthropic",
    "data: {\"type\":\"message_start\",\"message\":{\"model\":\"m\",\"usage\":{\"input_tokens\":5,\"cache_creation_input_tokens\":2,\"cache_read_input_tokens\":3,\"output_tokens\":1}}}\n\n"
    "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"a\"}}\n\n"
    "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"input_tokens\":6,\"output_tokens\":2}}\n\n"
    "data: {\"type\":\"message_stop\"}\n\n",
    "a", NULL, UMP_ENDING_STOP, "end_turn", -1, NULL, USAGE (11, 3, 2, -1) },
  { "cache-read-later", "anthropic",
    "data: {\"type\":\"message_start\",\"message\":{\"model\":\"m\",\"usage\":{\"input_tokens\":5,\"output_tokens\":1}}}\n\n"
    "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"a\"}}\n\n"
    "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"cache_read_input_tokens\":30,\"output_tokens\":2}}\n\n"
    "data: {\"type\":\"message_stop\"}\n\n",
    "a", NULL, UMP_ENDING_STOP, "end_turn", -1, NULL, USAGE (35, 30, 2, -1) },
  { "reason-but-no-stop", "anthropic",
    "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"a\"}}\n\n"
    "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":1}}\n\n",
    "a", NULL, UMP_ENDING_NO_TERMINATOR, NULL, -1, NULL, USAGE (-1, -1, 1, -1) },
  { "overloaded-inside", "anthropic", "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n",
    "", NULL, 0, NULL, UMP_ERROR_OVERLOADED, "Overloaded", UNKNOWN },

  /* openai-responses */
  { "error-then-failed", "openai-responses",
    "event: error\ndata: {\"type\":\"error\",\"sequence_number\":2,\"error\":{\"type\":\"insufficient_quota\",\"code\":\"insufficient_quota\",\"message\":\"No quota\",\"param\":null}}\n\n"
    "event: response.failed\ndata: {\"type\":\"response.failed\",\"response\":{\"status\":\"failed\",\"error\":{\"code\":\"insufficient_quota\",\"message\":\"No quota\"}}}\n\n",
    "", NULL, 0, NULL, UMP_ERROR_NO_MONEY, "No quota", UNKNOWN },
  { "error-flat-event", "openai-responses", "data: {\"type\":\"error\",\"code\":\"rate_limit_exceeded\",\"message\":\"Wait\",\"param\":null,\"sequence_number\":1}\n\n",
    "", NULL, 0, NULL, UMP_ERROR_RATE_LIMIT, "Wait", UNKNOWN },
  { "failed", "openai-responses", "data: {\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\"server_error\",\"message\":\"Oh\"}}}\n\n",
    "", NULL, 0, NULL, UMP_ERROR_FAILED, "Oh", UNKNOWN },
  { "incomplete", "openai-responses",
    "data: {\"type\":\"response.output_text.delta\",\"delta\":\"a\"}\n\n"
    "data: {\"type\":\"response.incomplete\",\"response\":{\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"max_tokens\"},\"usage\":{\"input_tokens\":1,\"output_tokens\":2,\"output_tokens_details\":{\"reasoning_tokens\":1},\"input_tokens_details\":{\"cached_tokens\":0}}}}\n\n",
    "a", NULL, UMP_ENDING_LENGTH, "max_tokens", -1, NULL, USAGE (1, 0, 2, 1) },
  { "filtered", "openai-responses",
    "data: {\"type\":\"response.output_text.delta\",\"delta\":\"a\"}\n\n"
    "data: {\"type\":\"response.incomplete\",\"response\":{\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"content_filter\"}}}\n\n",
    "a", NULL, UMP_ENDING_FILTER, "content_filter", -1, NULL, UNKNOWN },
  { "completed-at-max-tokens", "openai-responses",
    "data: {\"type\":\"response.output_text.delta\",\"delta\":\"a\"}\n\n"
    "data: {\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"incomplete_details\":{\"reason\":\"max_tokens\"}}}\n\n",
    "a", NULL, UMP_ENDING_LENGTH, "max_tokens", -1, NULL, UNKNOWN },
  { "incomplete-without-status", "openai-responses",
    "data: {\"type\":\"response.output_text.delta\",\"delta\":\"a\"}\n\n"
    "data: {\"type\":\"response.incomplete\",\"response\":{\"incomplete_details\":{\"reason\":\"max_output_tokens\"}}}\n\n",
    "a", NULL, UMP_ENDING_LENGTH, "max_output_tokens", -1, NULL, UNKNOWN },
  { "filtered-without-status", "openai-responses",
    "data: {\"type\":\"response.output_text.delta\",\"delta\":\"a\"}\n\n"
    "data: {\"type\":\"response.incomplete\",\"response\":{\"incomplete_details\":{\"reason\":\"content_filter\"}}}\n\n",
    "a", NULL, UMP_ENDING_FILTER, "content_filter", -1, NULL, UNKNOWN },
  { "two-messages", "openai-responses",
    "data: {\"type\":\"response.output_item.added\",\"item\":{\"type\":\"reasoning\"}}\n\n"
    "data: {\"type\":\"response.output_item.added\",\"item\":{\"type\":\"message\"}}\n\n" "data: {\"type\":\"response.output_text.delta\",\"delta\":\"Let me see.\"}\n\n"
    "data: {\"type\":\"response.output_item.added\",\"item\":{\"type\":\"message\"}}\n\n" "data: {\"type\":\"response.output_text.delta\",\"delta\":\"It is 4.\"}\n\n"
    "data: {\"type\":\"response.completed\",\"response\":{\"status\":\"completed\"}}\n\n",
    "Let me see.\n\nIt is 4.", NULL, UMP_ENDING_STOP, "completed", -1, NULL, UNKNOWN },
  { "two-messages-at-once", "openai-responses",
    "{\"status\":\"completed\",\"output\":[{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"Let me see.\"}]},"
    "{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"It is 4.\"}]}]}",
    "Let me see.\n\nIt is 4.", NULL, UMP_ENDING_STOP, "completed", -1, NULL, UNKNOWN },
  { "refusal-and-summaries", "openai-responses",
    "data: {\"type\":\"response.reasoning_summary_part.added\",\"summary_index\":0}\n\n" "data: {\"type\":\"response.reasoning_summary_text.delta\",\"delta\":\"one\"}\n\n"
    "data: {\"type\":\"response.reasoning_summary_part.added\",\"summary_index\":1}\n\n" "data: {\"type\":\"response.reasoning_summary_text.delta\",\"delta\":\"two\"}\n\n"
    "data: {\"type\":\"response.refusal.delta\",\"delta\":\"No.\"}\n\n" "data: {\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"error\":null}}\n\n" DONE,
    "No.", "one\n\ntwo", UMP_ENDING_FILTER, "completed", -1, NULL, UNKNOWN },

  /* gemini */
  { "usage-in-parts", "gemini",
    "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}],\"usageMetadata\":{\"promptTokenCount\":9,\"candidatesTokenCount\":5}}\r\n\r\n"
    "data: {\"candidates\":[{\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"thoughtsTokenCount\":7}}\r\n\r\n",
    "a", NULL, UMP_ENDING_STOP, "STOP", -1, NULL, USAGE (9, -1, 12, 7) },
  { "usage-of-the-answer-alone", "gemini",
    "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"candidatesTokenCount\":5}}\r\n\r\n",
    "a", NULL, UMP_ENDING_STOP, "STOP", -1, NULL, USAGE (-1, -1, 5, -1) },
  { "blocked", "gemini", "data: {\"promptFeedback\":{\"blockReason\":\"SAFETY\"},\"usageMetadata\":{\"promptTokenCount\":4}}\r\n\r\n",
    "", NULL, UMP_ENDING_EMPTY, "SAFETY", -1, NULL, USAGE (4, -1, -1, -1) },
  { "reason-without-content", "gemini",
    "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"hm\",\"thought\":true},{\"text\":\"a\"}]}}],\"usageMetadata\":{\"promptTokenCount\":9,\"candidatesTokenCount\":5,\"thoughtsTokenCount\":185,\"totalTokenCount\":199}}\n\n"
    "data: {\"candidates\":[{\"content\":{\"role\":\"model\"},\"finishReason\":\"STOP\",\"index\":0}]}\n\n",
    "a", "hm", UMP_ENDING_STOP, "STOP", -1, NULL, USAGE (9, -1, 190, 185) },
  { "one-array", "gemini", "[{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}]}\n,\r\n{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"b\"}]},\"finishReason\":\"MAX_TOKENS\"}]}]\n",
    "ab", NULL, UMP_ENDING_LENGTH, "MAX_TOKENS", -1, NULL, UNKNOWN },
  { "unavailable-inside", "gemini", "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}]}\n\ndata: {\"error\":{\"code\":503,\"message\":\"Overloaded\",\"status\":\"UNAVAILABLE\"}}\n\n",
    "a", NULL, 0, NULL, UMP_ERROR_OVERLOADED, "Overloaded", UNKNOWN },
  { "unspecified-reason", "gemini", "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"},{\"inlineData\":{}},{\"text\":\"\",\"thoughtSignature\":\"x\"}]},\"finishReason\":\"FINISH_REASON_UNSPECIFIED\"}]}\n\n",
    "a", NULL, UMP_ENDING_NO_TERMINATOR, NULL, -1, NULL, UNKNOWN },

  /* ollama */
  { "error-line", "ollama", "{\"message\":{\"content\":\"a\"},\"done\":false}\n{\"error\":\"an error was encountered while running the model\"}\n",
    "a", NULL, 0, NULL, UMP_ERROR_FAILED, "an error was encountered while running the model", UNKNOWN },
  { "cached-whole", "ollama", "{\"model\":\"m\",\"message\":{\"content\":\"\",\"thinking\":\"We\"},\"done\":false}\n{\"message\":{\"content\":\"a\"},\"done\":true,\"done_reason\":\"length\",\"eval_count\":18}",
    "a", "We", UMP_ENDING_LENGTH, "length", -1, NULL, USAGE (-1, -1, 18, -1) },
  { "printed-for-people", "ollama", "{\n  \"message\": {\n    \"content\": \"a\"\n  },\n  \"done\": true,\n  \"eval_count\": 2\n}\n", "a", NULL, UMP_ENDING_STOP, NULL, -1, NULL, USAGE (-1, -1, 2, -1) },
  { "error-printed-for-people", "ollama", "{\"message\":{\"content\":\"a\"},\"done\":false}\n{\r\n  \"error\": \"died\"\r\n}", "a", NULL, 0, NULL, UMP_ERROR_FAILED, "died", UNKNOWN },
  { "no-reason", "ollama", "{\"message\":{\"content\":\"a\"},\"done\":true}\n", "a", NULL, UMP_ENDING_STOP, NULL, -1, NULL, UNKNOWN },
};


static void
play (const Case *wanted, gsize step)
{
  g_autoptr (UmpResponseRecord) record = ump_response_record_new (UMP_SIDE_A);
  g_autoptr (UmpAnswer) answer = ump_answer_new (record, ump_dialect_find (wanted->dialect), NULL, 0);
  g_autoptr (GError) error = NULL;
  gsize length = strlen (wanted->body);
  gboolean good = TRUE;

  for (gsize at = 0; good && at < length; at += step)
    good = ump_answer_push (answer, (const guint8 *) wanted->body + at, MIN (step, length - at), &error);
  if (good)
    good = ump_answer_end_of_body (answer, &error);
  ump_answer_judge (answer);
  g_assert_cmpstr (record->text, ==, wanted->text);
  g_assert_cmpstr (record->reasoning, ==, wanted->reasoning);
  if (wanted->error != -1) {
    g_assert_false (good);
    g_assert_error (error, UMP_ERROR, wanted->error);
    if (wanted->words != NULL)
      g_assert_cmpstr (error->message, ==, wanted->words);
    return;
  }
  g_assert_no_error (error);
  g_assert_cmpint (record->ending, ==, wanted->ending);
  g_assert_cmpstr (record->finish, ==, wanted->finish);
  g_assert_cmpint (record->usage.input, ==, wanted->usage.input);
  g_assert_cmpint (record->usage.cached, ==, wanted->usage.cached);
  g_assert_cmpint (record->usage.output, ==, wanted->usage.output);
  g_assert_cmpint (record->usage.reasoning, ==, wanted->usage.reasoning);
  g_assert_true (isnan (wanted->usage.cost) ? isnan (record->usage.cost) : record->usage.cost == wanted->usage.cost);
}


static void
run_case (gconstpointer user_data)
{
  play (user_data, G_MAXSIZE / 2);
  play (user_data, 1);
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/wire-events/%s/%s", cases[i].dialect, cases[i].name);

    g_test_add_data_func (path, &cases[i], run_case);
  }
  return g_test_run ();
}
