# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tour's server and its driver both know."""
KEY = "sk-tour-0123456789abcdefghijklmnopqrstuvwxyz"
MODELS = ["alder-large", "birch-mini", "cedar-pro"]
