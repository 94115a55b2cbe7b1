"""`python -m readiness.cli`: the same command."""

from __future__ import annotations

import sys

from readiness.cli import main

sys.exit(main())
