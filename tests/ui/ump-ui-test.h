/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ump-db.h"
#include "ump-store.h"
#include "ump-test.h"

/* What tests of screens share. */
void ump_ui_load_style (void);
GtkWidget *ump_ui_show (GtkWidget *content, int width, int height);
void ump_ui_shoot (GtkWidget *window, const char *name);
void ump_ui_settle (GtkWidget *window);

GtkWidget *ump_ui_find_type (GtkWidget *root, GType type, guint nth);
GtkWidget *ump_ui_find_text (GtkWidget *root, const char *text);
GtkWidget *ump_ui_find_titled (GtkWidget *root, GType type, const char *title);
void ump_ui_wait_text (GtkWidget *root, const char *text);
void ump_ui_wait_titled (GtkWidget *root, GType type, const char *title);
void ump_ui_click (GtkWidget *root, const char *label);
void ump_ui_activate_row (GtkWidget *row);

GSettings *ump_ui_settings_new (void);
UmpProvider *ump_ui_add_provider (UmpDb *db, const char *name);
UmpContender *ump_ui_add_contender (UmpDb *db, const UmpProvider *provider, const char *model);
char *ump_ui_add_battle (UmpDb *db, const UmpContender *a, const UmpContender *b, const char *prompt, UmpVerdict verdict, const UmpConditions *conditions);
void ump_ui_fill_board (UmpDb *db);
void ump_ui_add_unclean (UmpDb *db);
