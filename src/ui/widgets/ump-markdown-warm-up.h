/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-markdown-canvas.h"

G_BEGIN_DECLS

void ump_markdown_warm_up (UmpMarkdownCanvas *canvas);

G_END_DECLS
