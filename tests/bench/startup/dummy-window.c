/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A window with the widgets and icons of Umpire's first frame and no program
 * behind them. */
#include "config.h"

#include <adwaita.h>


static GtkWidget *
make_welcome (void)
{
  GtkWidget *page = adw_status_page_new ();
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *add = gtk_button_new_with_mnemonic ("_Add Provider");
  GtkWidget *practice = gtk_button_new_with_mnemonic ("_Try the Practice Partners");

  gtk_widget_add_css_class (add, "pill");
  gtk_widget_add_css_class (add, "suggested-action");
  gtk_widget_add_css_class (practice, "pill");
  gtk_widget_set_halign (buttons, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (buttons), add);
  gtk_box_append (GTK_BOX (buttons), practice);
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "system-users-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), "Judge Models Blind");
  adw_status_page_set_description (ADW_STATUS_PAGE (page), "Ask two hidden models the same question, pick the better answer, then see who was who. Your votes become your own leaderboard.");
  adw_status_page_set_child (ADW_STATUS_PAGE (page), buttons);
  gtk_widget_set_vexpand (page, TRUE);
  return page;
}


static GtkWidget *
make_composer (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *send = gtk_button_new_from_icon_name ("go-up-symbolic");

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), gtk_text_view_new ());
  gtk_widget_set_hexpand (scroller, TRUE);
  gtk_widget_add_css_class (send, "circular");
  gtk_widget_add_css_class (send, "suggested-action");
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_box_append (GTK_BOX (box), send);
  return box;
}


static GMenuModel *
make_menu (void)
{
  static const char *const labels[] = { "_Practice", "P_references", "_Keyboard Shortcuts", "_About", "_Quit" };
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    g_menu_append (menu, labels[i], "win.nothing");
  return G_MENU_MODEL (menu);
}


static void
activate_cb (GApplication *application, gpointer user_data)
{
  GtkWidget *window = adw_application_window_new (GTK_APPLICATION (application));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *stack = adw_view_stack_new ();
  GtkWidget *switcher = adw_view_switcher_new ();
  GtkWidget *bar = adw_view_switcher_bar_new ();
  GtkWidget *menu = gtk_menu_button_new ();
  g_autoptr (GMenuModel) model = make_menu ();
  GtkWidget *battle = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_box_append (GTK_BOX (battle), make_welcome ());
  gtk_box_append (GTK_BOX (battle), make_composer ());
  adw_view_stack_add_titled (ADW_VIEW_STACK (stack), battle, "battle", "Battle");
  adw_view_stack_add_titled (ADW_VIEW_STACK (stack), adw_bin_new (), "leaderboard", "Leaderboard");
  adw_view_stack_add_titled (ADW_VIEW_STACK (stack), adw_bin_new (), "history", "History");
  for (guint i = 0; i < 3; i++) {
    static const char *const icons[] = { "input-gaming-symbolic", "view-list-ordered-symbolic", "document-open-recent-symbolic" };
    g_autoptr (GtkSelectionModel) pages = adw_view_stack_get_pages (ADW_VIEW_STACK (stack));
    g_autoptr (AdwViewStackPage) page = g_list_model_get_item (G_LIST_MODEL (pages), i);

    adw_view_stack_page_set_icon_name (page, icons[i]);
  }
  adw_view_switcher_set_stack (ADW_VIEW_SWITCHER (switcher), ADW_VIEW_STACK (stack));
  adw_view_switcher_set_policy (ADW_VIEW_SWITCHER (switcher), ADW_VIEW_SWITCHER_POLICY_WIDE);
  adw_view_switcher_bar_set_stack (ADW_VIEW_SWITCHER_BAR (bar), ADW_VIEW_STACK (stack));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (menu), "open-menu-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (menu), model);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), gtk_button_new_from_icon_name ("list-add-symbolic"));
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), menu);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), switcher);
  gtk_widget_set_vexpand (stack, TRUE);
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), stack);
  gtk_box_append (GTK_BOX (box), bar);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), 1080, 760);
  gtk_window_present (GTK_WINDOW (window));
}


int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) application = adw_application_new (UMP_APP_ID ".Dummy", G_APPLICATION_DEFAULT_FLAGS);

  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
