"""What the provisioner told this kernel at launch, in one variable that the user's code never sees."""

import json
import os
from typing import Any, Dict, MutableMapping, Optional

# A JSON object; keys that this version does not know are left alone, so that either half may be the newer one.
VARIABLE = "KERAS_QUIET_LAUNCH"


def take(environ: Optional[MutableMapping[str, str]] = None) -> Dict[str, Any]:
    """Take the variable out of the environment and return what it says; {} where no provisioner ran or it is broken."""
    text = (os.environ if environ is None else environ).pop(VARIABLE, "")
    try:
        told = json.loads(text) if text else {}
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
