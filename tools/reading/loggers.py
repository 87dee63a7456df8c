"""The functions that a log statement in C++ compiles to, told by their mangled names.

absl: `LOG(WARNING) << "No device " << name` calls the constructor of LogMessage, whose arguments are the file's name
and the line and whose overload is the level; a function for each part that follows, of which literal parts have one of
their own whose arguments are the text and its length; and Flush. VLOG(n) is LOG(INFO) followed by WithVerbosity(n).
Source: absl/log/internal/log_message.h, absl/base/internal/raw_logging.h.

TensorFlow's own, before 2.18: LogMessage(file, line, severity) is a std::ostream, and VLOG(n) asks VmoduleActivated
(tsl/platform/default/logging.h) in a lambda, which stays a function of its own in large functions. TensorFlow Lite's:
one function, with a format (tensorflow/lite/minimal_logging.h).
"""

from __future__ import annotations

import re

# A statement begins; the level follows, "?" where it is an argument.
INFO, WARNING, ERROR, FATAL, GIVEN = "begin I", "begin W", "begin E", "begin F", "begin ?"
BEGIN = "begin"
VERBOSITY, ASKS_VERBOSITY, ASKS_IN_LAMBDA = "verbosity", "asks verbosity", "asks verbosity in a lambda"
# A part of the text: its address and length in rdx and rsi, in rsi and rdx, its address alone, one character; no
# constant; nothing that is printed.
COPY, VIEW, ARRAY, CHARACTER, HOLE, MANIPULATOR = "copy", "view", "array", "character", "hole", "manipulator"
END = "end"
RAW, LITE = "raw", "lite"  # a whole statement in one call

_ROLES = {
    rb"log_internal10LogMessageC[12]E.*7InfoTagE": INFO,
    rb"log_internal10LogMessageC[12]E.*10WarningTagE": WARNING,
    rb"log_internal10LogMessageC[12]E.*8ErrorTagE": ERROR,
    rb"log_internal10LogMessageC[12]EPKci.*11LogSeverityE": GIVEN,
    rb"log_internal\d+LogMessage(Quietly)?DebugFatalC[12]E": ERROR,
    rb"log_internal\d+LogMessage(Quietly)?FatalC[12]E": FATAL,
    rb"log_internal10LogMessage13WithVerbosityE": VERBOSITY,
    rb"log_internal10LogMessage19CopyToEncodedBufferI.*basic_string_viewIc": COPY,
    rb"log_internal10LogMessage19CopyToEncodedBufferI.*cm$": CHARACTER,
    rb"log_internal10LogMessagelsE(NSt\w*|St17)basic_string_viewIc": VIEW,
    rb"log_internal10LogMessagelsE(c|h|a)$": CHARACTER,
    rb"log_internal10LogMessagelsILi\d+EEERS\w*_RAT_\w*c$": ARRAY,
    rb"log_internal10LogMessagelsEPF": MANIPULATOR,
    rb"log_internal10LogMessagels": HOLE,
    rb"log_internal10LogMessage11OstreamViewC[12]E": HOLE,
    rb"log_internal10LogMessage5FlushE": END,
    rb"log_internal10LogMessageD[12]E": END,
    rb"16raw_log_internal6RawLogE": RAW,
    rb"16logging_internal13MinimalLogger3LogE": LITE,
    rb"^_ZN(3tsl|10tensorflow)8internal10LogMessageC[12]EPKcii$": GIVEN,
    rb"^_ZN(3tsl|10tensorflow)8internal15LogMessageFatalC[12]E": FATAL,
    rb"^_ZN(3tsl|10tensorflow)8internal10LogMessageD[12]E": END,
    rb"^_ZN(3tsl|10tensorflow)8internal10LogMessage16VmoduleActivatedE": ASKS_VERBOSITY,
    rb"^_ZZ.*(?:\$_\d+|UliPKcE\d*_)clEi": ASKS_IN_LAMBDA,
    rb"^_ZSt16__ostream_insertIc": VIEW,
    rb"^_ZStlsISt11char_traitsIcEERSt13basic_ostreamIcT_ES5_PKc$": ARRAY,
    rb"^_ZStlsISt11char_traitsIcEERSt13basic_ostreamIcT_ES5_c$": CHARACTER,
    rb"^_ZNSo9_M_insertI|^_ZNSolsE[a-z]$|^_ZSt?lsI": HOLE,
}
_NAMES = [(re.compile(name), role) for name, role in _ROLES.items()]
# What all these names have.
HINT = re.compile(
    rb"log_internal|logging_internal13Minimal|_ZN(?:3tsl|10tensorflow)8internal1|_clEi|\$_\d+clEi|_ZSt16__ostream_insertI|_ZSt?lsI|_ZNSo(?:ls|9_M)"
)


def role(name: bytes) -> str | None:
    """Return what part a function has in a log statement, by its mangled name; None of one that has none."""
    return next((role for pattern, role in _NAMES if pattern.search(name)), None)


def starts(role: str) -> bool:
    """Whether a statement begins with a call of this role."""
    return role.startswith(BEGIN) or role in {RAW, LITE}
