/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>
#include <time.h>

#include "ump-families.h"
#include "ump-identity.h"


static GPtrArray *
find_leaks (const char *model, const char *prompt, const char *answer)
{
  g_autoptr (UmpContender) contender = ump_contender_new ("provider", model);
  const char *prompts[] = { prompt, NULL };
  gboolean named;
  g_autoptr (GHashTable) families = ump_identity_find_families (prompts, &named);
  GPtrArray *leaks = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_leak_free);

  ump_identity_find_leaks (answer, contender, NULL, prompts, families, UMP_SIDE_B, 3, leaks);
  for (guint i = 0; i < leaks->len; i++) {
    const UmpLeak *leak = g_ptr_array_index (leaks, i);

    g_assert_cmpint (leak->side, ==, UMP_SIDE_B);
    g_assert_cmpuint (leak->turn, ==, 3);
    g_assert_cmpmem (answer + leak->offset, leak->length, leak->name, strlen (leak->name));
  }
  return leaks;
}


/* What is found, as "name:own:claimed name:own:claimed …". */
static void
assert_leaks (const char *model, const char *prompt, const char *answer, const char *expected)
{
  g_autoptr (GPtrArray) leaks = find_leaks (model, prompt, answer);
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < leaks->len; i++) {
    const UmpLeak *leak = g_ptr_array_index (leaks, i);

    g_string_append_printf (found, "%s%s%s%s", i > 0 ? " | " : "", leak->name, leak->own ? " own" : "", leak->claimed ? " claimed" : "");
  }
  if (strcmp (found->str, expected) != 0)
    g_test_message ("in “%s”", answer);
  g_assert_cmpstr (found->str, ==, expected);
}


static void
test_classify (void)
{
  static const struct {
    const char *model;
    const char *maker;
    const char *family;
  } cases[] = {
    { "gpt-4o-mini", "openai", "gpt" },
    { "openai/gpt-oss-120b:free", "openai", "gpt" },
    { "o3-mini", "openai", "gpt" },
    { "o4", "openai", "gpt" },
    { "o10-mini", "openai", "gpt" },
    { "olmo-2", "allenai", "olmo" },
    { "claude-sonnet-4-5-20250929", "anthropic", "claude" },
    { "anthropic/claude-3.5-haiku", "anthropic", "claude" },
    { "models/gemini-2.5-flash", "google", "gemini" },
    { "gemma3:4b", "google", "gemma" },
    { "meta-llama/Llama-3.3-70B-Instruct", "meta", "llama" },
    { "accounts/fireworks/models/llama-v3p1-8b-instruct", "meta", "llama" },
    { "deepseek-r1-distill-llama-70b", "deepseek-ai", "deepseek" },
    { "nousresearch/hermes-3-llama-3.1-405b", "nous", "hermes" },
    { "nvidia/llama-3.1-nemotron-70b-instruct", "nvidia", "nemotron" },
    { "qwen2.5-coder:7b", "alibaba", "qwen" },
    { "mistral-large-latest", "mistral-ai", "mistral" },
    { "open-mixtral-8x22b", "mistral-ai", "mistral" },
    { "x-ai/grok-4", "xai", "grok" },
    { "command-r-plus", "cohere", "command" },
    { "phi4:14b", "microsoft", "phi" },
    { "moonshotai/kimi-k2", "moonshot", "kimi" },
    { "zai-org/GLM-4.6", "zhipu", "glm" },
    { "cohere/unheard-of", "cohere", NULL },
    { "practice-oracle", NULL, NULL },
    { "", NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const char *maker;
    const char *family;

    ump_families_classify (cases[i].model, &maker, &family);
    g_assert_cmpstr (family, ==, cases[i].family);
    g_assert_cmpstr (maker, ==, cases[i].maker);
  }
}


static const UmpFamily *
find_row (const char *id)
{
  const UmpFamilyName *names;
  guint n_names;

  names = ump_families_get_names (&n_names);
  for (guint i = 0; i < n_names; i++)
    if (g_str_equal (names[i].family->id, id))
      return names[i].family;
  return NULL;
}


/* Every row is whole: names point to rows, makers exist and are makers. */
static void
test_table (void)
{
  const UmpFamilyName *names;
  guint n_names;

  names = ump_families_get_names (&n_names);
  g_assert_cmpuint (n_names, >, 150);
  for (guint i = 0; i < n_names; i++) {
    const UmpFamily *row = names[i].family;

    g_assert_cmpstr (names[i].text, !=, "");
    g_assert_nonnull (row->name);
    if (row->maker != NULL) {
      g_assert_false (row->is_maker);
      g_assert_nonnull (find_row (row->maker));
      g_assert_true (find_row (row->maker)->is_maker);
    }
  }
}


static void
test_own_and_other (void)
{
  assert_leaks ("gpt-4o", "Hi", "ChatGPT can do that, and DeepSeek too.", "ChatGPT own | DeepSeek");
  assert_leaks ("claude-opus-4", "Hi", "Anthropic made it; OpenAI did not.", "Anthropic own | OpenAI");
  assert_leaks ("qwen3-max", "Hi", "Nothing to see here.", "");
  assert_leaks ("qwen3-max", "Hi", "", "");
  /* Any case, with blank, hyphen or neither. */
  assert_leaks ("gpt-4o", "Hi", "CHATGPT, gpt 4, GPT\xe2\x80\x91" "4o, GPT4", "CHATGPT own | gpt 4 own | GPT\xe2\x80\x91" "4o own | GPT4 own");
}


/* FastChat's list finds "bard" in "bombard"; whole words do not. */
static void
test_word_boundaries (void)
{
  assert_leaks ("gemini-2.5-pro", "Hi", "They bombard the claudication ward.", "");
  assert_leaks ("qwen3", "Hi", "Qwentin likes aqwen and xQwen.", "");
  assert_leaks ("qwen3", "Hi", "(Qwen) *Qwen* Qwen's “Qwen” qwen_x", "Qwen own | Qwen own | Qwen own | Qwen own | qwen own");
  assert_leaks ("mixtral-8x7b", "Hi", "Mixtral\xc3\xa9 is no word; Mixtral is.", "Mixtral own");
  /* No blanks between words. */
  assert_leaks ("gpt-4o", "你好", "今天ChatGPT很忙。", "ChatGPT own");
  assert_leaks ("gpt-4o", "こんにちは", "例えばChatGPTのようなもの。", "ChatGPT own");
  assert_leaks ("gpt-4o", "안녕", "예를 들어 ChatGPT는 그렇다.", "ChatGPT own");
  assert_leaks ("qwen-max", "你好", "比如通义千问就是。", "通义千问 own");
}


/* Names that are also words, people and companies, both ways. */
static void
test_weak_names (void)
{
  assert_leaks ("claude-3-opus", "Who painted it?", "Claude Monet painted it, and Claude liked it.", "");
  assert_leaks ("claude-3-opus", "Hi", "Claude 3 is newer than the model Claude.", "Claude own | Claude own");
  assert_leaks ("claude-3-opus", "Hi", "In 1926 Claude 1926 was a hotel.", "");
  assert_leaks ("gemini-2.5-pro", "Hi", "Geminis and a Gemini are born in May.", "");
  assert_leaks ("gemini-2.5-pro", "Hi", "I am a Gemini, born in May.", "");
  assert_leaks ("gemini-2.5-pro", "Hi", "I am Gemini.", "Gemini own claimed");
  assert_leaks ("gemini-2.5-pro", "Hi", "Google's Gemini does it. Search it on Google.", "Gemini own");
  assert_leaks ("gemini-2.5-pro", "Hi", "Use Google Sheets.", "");
  assert_leaks ("llama-3-8b", "Hi", "The llama eats grass.", "");
  assert_leaks ("llama-3-8b", "Hi", "Llama-3 eats tokens.", "Llama-3 own");
  assert_leaks ("command-r", "Hi", "Run this command. The command re-reads it.", "");
  assert_leaks ("command-r", "Hi", "Command R+ and Command A.", "Command R+ own | Command A own");
  assert_leaks ("nova-pro", "Hi", "A nova is a star; Nova Scotia is not.", "");
  assert_leaks ("phi-4", "Hi", "The angle phi is 0.", "");
  assert_leaks ("phi-4", "Hi", "As a Phi model, I cannot.", "Phi own");
  assert_leaks ("phi-4", "Hi", "$\\phi 2 + \\phi$", "");
  assert_leaks ("phi-4", "Hi", "Phi 4 is small.", "Phi own");
  assert_leaks ("command-r", "Hi", "Use this command a few times, then command r.", "");
  assert_leaks ("falcon-180b", "Hi", "A Falcon 9 flew; the Titan II and Mercury 7 too.", "");
  assert_leaks ("falcon-180b", "Hi", "I am Falcon.", "Falcon own claimed");
  assert_leaks ("nova-pro", "Hi", "I'm Nova, made by Amazon.", "Nova own claimed | Amazon own claimed");
  assert_leaks ("step-2-16k", "Hi", "Step 1: think. Step 2: write. Step 3: rest.", "");
  assert_leaks ("minimax-m2", "Hi", "The rhymes are ABAB.", "");
  assert_leaks ("claude-3-opus", "Hi", "Write to claude@2xlibre.net.", "");
  assert_leaks ("mistral-small", "Hi", "The mistral blows in Provence.", "");
}


static void
test_claims (void)
{
  static const struct {
    const char *answer;
    const char *expected;
  } cases[] = {
    { "I am Claude.", "Claude own claimed" },
    { "Hello! I'm Claude, an AI assistant made by Anthropic.", "Claude own claimed | Anthropic own claimed" },
    { "I\xe2\x80\x99m **Claude**!", "Claude own claimed" },
    { "I am a large language model, trained by Google.", "Google claimed" },
    { "My name is Claude and I help.", "Claude own claimed" },
    { "As an AI developed by Anthropic, I cannot.", "Anthropic own claimed" },
    { "Anthropic created me.", "Anthropic own claimed" },
    { "I was created by OpenAI.", "OpenAI claimed" },
    { "Ich bin Claude, ein KI-Assistent von Anthropic.", "Claude own claimed | Anthropic own claimed" },
    { "Ich wurde von OpenAI entwickelt.", "OpenAI claimed" },
    { "Mein Name ist Claude.", "Claude own claimed" },
    { "Je suis Claude, un assistant développé par Anthropic.", "Claude own claimed | Anthropic own claimed" },
    { "Je m'appelle Claude.", "Claude own claimed" },
    { "Soy Claude, un asistente creado por Anthropic.", "Claude own claimed | Anthropic own claimed" },
    { "Sono Claude, un assistente creato da Anthropic.", "Claude own claimed | Anthropic own claimed" },
    { "Eu sou o ChatGPT, um modelo da OpenAI.", "ChatGPT claimed | OpenAI claimed" },
    { "Ik ben Claude, gemaakt door Anthropic.", "Claude own claimed | Anthropic own claimed" },
    { "Jestem Claude, stworzony przez Anthropic.", "Claude own claimed | Anthropic own claimed" },
    { "Я Claude, ассистент от Anthropic.", "Claude own claimed | Anthropic own claimed" },
    { "Меня зовут Claude.", "Claude own claimed" },
    { "我是Claude，由Anthropic开发的人工智能助手。", "Claude own claimed | Anthropic own claimed" },
    { "我是由阿里云开发的大语言模型通义千问。", "阿里云 claimed | 通义千问 claimed" },
    { "私はClaudeです。", "Claude own claimed" },
    { "私はOpenAIによって開発されたChatGPTです。", "OpenAI claimed | ChatGPT claimed" },
    { "저는 Anthropic에서 개발한 Claude입니다.", "Anthropic own claimed | Claude own claimed" },
    { "Ben Claude, Anthropic tarafından geliştirilen bir yapay zeka asistanıyım.", "Claude own claimed | Anthropic own claimed" },
    { "أنا Claude، مساعد ذكاء اصطناعي من Anthropic.", "Claude own claimed | Anthropic own claimed" },
    { "Jag heter Claude.", "Claude own claimed" },
    /* No claims. */
    { "I am not ChatGPT.", "ChatGPT" },
    { "I am a big fan of OpenAI.", "OpenAI" },
    { "I am here. OpenAI is elsewhere.", "OpenAI" },
    { "I like DeepSeek more than I am allowed to.", "DeepSeek" },
    { "I migliori sono OpenAI e DeepSeek.", "OpenAI | DeepSeek" },
    { "我不是ChatGPT。", "ChatGPT" },
    { "Ich bin nicht ChatGPT.", "ChatGPT" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_leaks ("claude-sonnet-4-5", "Hi", cases[i].answer, cases[i].expected);
}


static void
test_prompt_names (void)
{
  const char *plain[] = { "Where do llamas live? And a llama?", NULL };
  const char *named[] = { "What can ChatGPT do?", NULL };
  g_autoptr (GHashTable) families = NULL;
  gboolean was_named = TRUE;

  assert_leaks ("gpt-4o", "What can ChatGPT do?", "ChatGPT can write. OpenAI made it.", "OpenAI own");
  assert_leaks ("gpt-4o", "What can ChatGPT do?", "I am ChatGPT, and I can write.", "ChatGPT own claimed");
  assert_leaks ("llama-3-8b", "Where does a llama live?", "Llama 3 lives in the Andes.", "");
  families = ump_identity_find_families (plain, &was_named);
  g_assert_false (was_named);
  g_assert_true (g_hash_table_contains (families, "llama"));
  g_clear_pointer (&families, g_hash_table_unref);
  families = ump_identity_find_families (named, &was_named);
  g_assert_true (was_named);
  g_assert_true (g_hash_table_contains (families, "gpt"));
}


/* A model that no row knows still has its own id. */
static void
test_own_model_id (void)
{
  g_autoptr (GPtrArray) leaks = find_leaks ("acme/zebra-7b-v2:free", "Hi", "This is Zebra-7B-v2, not zebra-7b-v21 or a zebra.");

  g_assert_cmpuint (leaks->len, ==, 1);
  g_assert_cmpstr (((UmpLeak *) g_ptr_array_index (leaks, 0))->name, ==, "Zebra-7B-v2");
  g_assert_cmpuint (((UmpLeak *) g_ptr_array_index (leaks, 0))->offset, ==, 8);
  g_assert_true (((UmpLeak *) g_ptr_array_index (leaks, 0))->own);
  assert_leaks ("chat", "Hi", "We chat and chat.", "");
  /* Who is asked about it may repeat it, but not claim it. */
  assert_leaks ("acme/zebra-7b-v2", "What is zebra-7b-v2?", "Zebra-7b-v2 is a model of Acme.", "");
  assert_leaks ("acme/zebra-7b-v2", "What is zebra-7b-v2?", "I am Zebra-7b-v2.", "Zebra-7b-v2 own claimed");
}


/* Nor need that id have a digit; many are made of everyday words. */
static void
test_own_model_words (void)
{
  assert_leaks ("acme/alder-large", "Hi", "I am Alder Large, and I help.", "Alder Large own claimed");
  assert_leaks ("alder-large", "Hi", "i am alder large.", "alder large own claimed");
  assert_leaks ("alder-large-latest", "Hi", "Ich bin Alder-Large.", "Alder-Large own claimed");
  assert_leaks ("alder-large", "Hi", "This was written by Alder Large; see alder-large.", "Alder Large own | alder-large own");
  assert_leaks ("sonar-pro", "Hi", "My name is Sonar Pro.", "Sonar Pro own claimed");
  assert_leaks ("mistral-large", "What is mistral?", "I'm Mistral Large.", "Mistral Large own claimed");
  assert_leaks ("command", "Hi", "I am Command.", "Command own claimed");
  assert_leaks ("acme/zebra-7b-v2", "Hi", "I am Zebra-7B-v2.", "Zebra-7B-v2 own claimed");

  assert_leaks ("alder-large", "Hi", "The alder, large as it is, grows by a larger alder; I saw an alder large enough.", "");
  assert_leaks ("alder-large", "Hi", "Alder Largely, xAlder Large.", "");
  assert_leaks ("sonar-pro", "Hi", "Use sonar. A pro would. I am a sonar operator.", "");
  assert_leaks ("open-chat", "Hi", "You can open chat windows. Open chat first.", "");
  assert_leaks ("command", "Hi", "Command the shell: this command. I am command line. I am a Command.", "");
  assert_leaks ("large", "Hi", "I am large, I contain multitudes. Large it is. I'm a Large one.", "");
  assert_leaks ("pro", "Hi", "I am Pro.", "");
}


/* An answer full of names must not fill the database. */
static void
test_bounded (void)
{
  g_autoptr (GString) answer = g_string_new (NULL);
  g_autoptr (GPtrArray) leaks = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append (answer, "ChatGPT DeepSeek ");
  leaks = find_leaks ("gpt-4o", "Hi", answer->str);
  g_assert_cmpuint (leaks->len, ==, 16 + 8);
}


static gint64
get_cpu_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}


/* The best of three, in time of this thread: others want the processor too. */
static gint64
time_scan (const char *piece, gsize length)
{
  g_autoptr (GString) answer = g_string_new (NULL);
  gint64 best = G_MAXINT64;

  while (answer->len < length)
    g_string_append (answer, piece);
  for (guint i = 0; i < 3; i++) {
    gint64 began = get_cpu_time ();
    g_autoptr (GPtrArray) leaks = find_leaks ("claude-3-opus", "Hi", answer->str);

    best = MIN (best, get_cpu_time () - began);
  }
  return best;
}


/* Eight times the text takes at most 24 times as long: with a quadratic
 * algorithm it would be 64. The pieces are the worst that a model can send. */
static void
test_linear (void)
{
  static const char *const pieces[] = {
    "I am a large language model made by a large language model ",
    "GPT-4 GPT-4 GPT-4 ",
    "I'm an ai an ai an ai an ai claude, ",
    "我是由一个人工智能的大语言模型",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
  };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++) {
    gint64 small = MAX (time_scan (pieces[i], 32 * 1024), 500);
    gint64 large = time_scan (pieces[i], 256 * 1024);

    g_test_message ("%" G_GINT64_FORMAT " µs for 256 KiB of “%s”", large, pieces[i]);
    g_assert_cmpint (large, <, 24 * small);
  }
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/identity/classify", test_classify);
  g_test_add_func ("/identity/table", test_table);
  g_test_add_func ("/identity/own-and-other", test_own_and_other);
  g_test_add_func ("/identity/word-boundaries", test_word_boundaries);
  g_test_add_func ("/identity/weak-names", test_weak_names);
  g_test_add_func ("/identity/claims", test_claims);
  g_test_add_func ("/identity/prompt-names", test_prompt_names);
  g_test_add_func ("/identity/own-model-id", test_own_model_id);
  g_test_add_func ("/identity/own-model-words", test_own_model_words);
  g_test_add_func ("/identity/bounded", test_bounded);
  g_test_add_func ("/identity/linear", test_linear);
  return g_test_run ();
}
