"""`python -m keras_quiet` is `jupyter keras-quiet`."""

import sys

from .command.main import main

sys.exit(main())
