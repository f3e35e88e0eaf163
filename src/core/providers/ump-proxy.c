/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-proxy.h"
#include "ump-services.h"

struct _UmpProxy {
  GObject parent_instance;
};

static void ump_proxy_implement (GProxyResolverInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (UmpProxy, ump_proxy, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_PROXY_RESOLVER, ump_proxy_implement))


static char **
answer_direct (void)
{
  static const char *const direct[] = { "direct://", NULL };

  return g_strdupv ((char **) direct);
}


static gboolean
is_supported (GProxyResolver *resolver)
{
  return TRUE;
}


static char **
lookup (GProxyResolver *resolver, const char *uri, GCancellable *cancellable, GError **error)
{
  if (ump_services_url_is_loopback (uri))
    return answer_direct ();
  return g_proxy_resolver_lookup (g_proxy_resolver_get_default (), uri, cancellable, error);
}


static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char **proxies = g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (source), result, &error);

  if (proxies != NULL)
    g_task_return_pointer (task, proxies, (GDestroyNotify) g_strfreev);
  else
    g_task_return_error (task, error);
}


static void
lookup_async (GProxyResolver *resolver, const char *uri, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  g_task_set_source_tag (task, lookup_async);
  if (ump_services_url_is_loopback (uri))
    g_task_return_pointer (task, answer_direct (), (GDestroyNotify) g_strfreev);
  else
    g_proxy_resolver_lookup_async (g_proxy_resolver_get_default (), uri, cancellable, looked_up_cb, g_steal_pointer (&task));
}


static char **
lookup_finish (GProxyResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}


static void
ump_proxy_implement (GProxyResolverInterface *iface)
{
  iface->is_supported = is_supported;
  iface->lookup = lookup;
  iface->lookup_async = lookup_async;
  iface->lookup_finish = lookup_finish;
}


static void
ump_proxy_class_init (UmpProxyClass *klass)
{
}


static void
ump_proxy_init (UmpProxy *self)
{
}


/**
 * ump_proxy_new:
 *
 * Returns: (transfer full): a resolver for the program's session
 */
GProxyResolver *
ump_proxy_new (void)
{
  return g_object_new (UMP_TYPE_PROXY, NULL);
}
