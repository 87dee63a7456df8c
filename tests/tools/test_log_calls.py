"""The reader of machine code, on libraries that a compiler makes of the loggers' own declarations."""

from __future__ import annotations

import platform
import shutil
import subprocess
from typing import TYPE_CHECKING

import environments
import pytest
from reading import log_calls
from reading.statement import LITE, NATIVE, RAW, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

compiled = pytest.mark.skipif(
    platform.machine() != "x86_64" or not shutil.which("g++"),
    reason="needs a C++ compiler for x86-64, the only code that is read",
)

# absl/log/internal/log_message.h, as far as a statement calls it, and the macros of absl/log/log.h.
ABSL = """
#include <string>
#include <string_view>
namespace absl { namespace lts_20250814 {
enum class LogSeverity : int { kInfo, kWarning, kError, kFatal };
namespace log_internal {
struct LogMessage {
  struct InfoTag {}; struct WarningTag {}; struct ErrorTag {};
  enum class StringType { kLiteral, kNotLiteral };
  LogMessage(const char* file, int line, InfoTag);
  LogMessage(const char* file, int line, WarningTag);
  LogMessage(const char* file, int line, ErrorTag);
  LogMessage(const char* file, int line, LogSeverity);
  ~LogMessage();
  LogMessage& WithVerbosity(int level);
  template <StringType> void CopyToEncodedBuffer(std::string_view text);
  template <int SIZE> LogMessage& operator<<(const char (&text)[SIZE]) {
    CopyToEncodedBuffer<StringType::kLiteral>(std::string_view(text, SIZE - 1));
    return *this;
  }
  LogMessage& operator<<(const std::string& text);
  LogMessage& operator<<(int number);
  LogMessage& operator<<(char one);
  void Flush();
};
struct LogMessageFatal : LogMessage { LogMessageFatal(const char* file, int line); ~LogMessageFatal(); };
}
namespace raw_log_internal { void RawLog(LogSeverity, const char* file, int line, const char* format, ...); }
} }
namespace tflite { enum LogSeverity : int { VERBOSE, INFO, WARNING, ERROR };
namespace logging_internal { struct MinimalLogger { static void Log(LogSeverity, const char* format, ...); }; } }
using namespace absl::lts_20250814;
using log_internal::LogMessage;
struct End { void operator&(LogMessage& message) { message.Flush(); } };
#define LOG(level) End() & LogMessage("tensorflow/core/tea.cc", __LINE__, LogMessage::level##Tag())
#define VLOG(n) (LOG(Info)).WithVerbosity(n)
"""
TEA = """
bool hot(); int seconds(); std::string name();
#line 1
void literal() { LOG(Info) << "Tea is ready"; }
void parts(int cups) { LOG(Warning) << "Only " << cups << " of " << name() << " are full" << '!'; }
void error() { LOG(Error) << name(); }
void verbose() { End() & LogMessage("tensorflow/core/tea.cc", 4, LogMessage::InfoTag()).WithVerbosity(0) << "The pot"; }
void silent() { End() & LogMessage("tensorflow/core/tea.cc", 5, LogMessage::InfoTag()).WithVerbosity(2) << "The lid"; }
void at_run_time(int level) { End() & LogMessage("tensorflow/core/tea.cc", 6, LogSeverity(level)) << "It depends"; }
void fatal() { log_internal::LogMessageFatal message("tensorflow/core/tea.cc", 7); message << "The pot is broken"; }
void two() { if (hot()) { LOG(Info) << "Too hot for " << seconds() << " more"; } else { LOG(Info) << "Too cold"; } }
void raw() { raw_log_internal::RawLog(LogSeverity::kWarning, "tea.cc", 9, "%d cups, 100%% of %s", seconds(), "all"); }
void lite() { tflite::logging_internal::MinimalLogger::Log(tflite::INFO, "Created %s delegate for CPU.", "TEA"); }
void several() { for (int i = seconds(); i; i--) { LOG(Info) << "Pouring"; if (hot()) LOG(Error) << "Spilt"; } }
"""
FILE = "tensorflow/core/tea.cc"
EXPECTED = {
    Statement(FILE, 1, "I", NATIVE, "Tea is ready"),
    Statement(FILE, 2, "W", NATIVE, "Only … of … are full!"),
    Statement(FILE, 3, "E", NATIVE, "…"),
    Statement(FILE, 4, "I0", NATIVE, "The pot"),
    Statement(FILE, 6, "?", NATIVE, "It depends"),
    Statement(FILE, 8, "I", NATIVE, "Too hot for … more"),
    Statement(FILE, 8, "I", NATIVE, "Too cold"),
    Statement("tea.cc", 9, "W", RAW, "… cups, 100% of …"),
    Statement("", None, "I", LITE, "Created … delegate for CPU."),
    Statement(FILE, 11, "I", NATIVE, "Pouring"),
    Statement(FILE, 11, "E", NATIVE, "Spilt"),
}

# tsl/platform/default/logging.h of TensorFlow 2.12 to 2.17; tensorflow::internal before.
OWN = """
#include <sstream>
#include <string>
namespace tsl { namespace internal {
struct LogMessage : std::basic_ostringstream<char> {
  LogMessage(const char* file, int line, int severity);
  ~LogMessage() override;
  static bool VmoduleActivated(const char* file, int level);
};
} }
using tsl::internal::LogMessage;
#define FILE "tensorflow/core/tea.cc"
#define LOG(severity) LogMessage(FILE, __LINE__, severity)
#define VLOG_IS_ON(n) (([](int level, const char* file) { \\
  static const bool vmodule_activated = LogMessage::VmoduleActivated(file, level); \\
  return vmodule_activated; })(n, FILE))
#define VLOG(n) if (__builtin_expect(VLOG_IS_ON(n), 0)) LOG(0)
int seconds(); std::string name();
#line 1
void info() { LOG(0) << "Tea is ready"; }
void warning() { LOG(1) << "Only " << seconds() << " seconds of " << name(); }
void verbose() { VLOG(1) << "The lid"; LOG(0) << "After " << "it"; VLOG(0) << "The pot"; }
void error() { VLOG(3) << "Steam"; LOG(2) << "Spilt"; }
"""
EXPECTED_OF_OWN = {
    Statement(FILE, 1, "I", NATIVE, "Tea is ready"),
    Statement(FILE, 2, "W", NATIVE, "Only … seconds of …"),
    Statement(FILE, 3, "I", NATIVE, "After it"),
    Statement(FILE, 3, "I0", NATIVE, "The pot"),
    Statement(FILE, 4, "E", NATIVE, "Spilt"),
}


def library(folder: Path, source: str, *options: str) -> Path:
    """Compile a source; the loggers stay undefined, as they are in most of TensorFlow's libraries."""
    (folder / "tea.cpp").write_text(source, "utf-8")
    command = ["g++", "-std=c++17", "-fPIC", "-shared", "-o", "tea.so", "tea.cpp", *options]
    subprocess.run(command, cwd=folder, check=True)
    return folder / "tea.so"


def found(path: Path) -> set[Statement]:
    return set(log_calls.statements(path))


@compiled
@pytest.mark.parametrize(
    "options",
    [
        ("-O2",),
        ("-O1",),
        ("-O3",),
        ("-O2", "-fno-plt"),
        ("-O2", "-Wl,-z,now"),
        ("-O2", "-fcf-protection=full"),
        ("-Os",),
    ],
    ids=" ".join,
)
def test_statements_of_absl_are_read_with_their_levels_and_texts(tmp_path: Path, options: Iterable[str]) -> None:
    assert found(library(tmp_path, ABSL + TEA, *options)) == EXPECTED


@compiled
@pytest.mark.parametrize("options", [("-O2",), ("-O3",), ("-O2", "-fno-plt")], ids=" ".join)
def test_statements_of_tensorflows_own_logger_are_told_from_verbose_ones(
    tmp_path: Path, options: Iterable[str]
) -> None:
    assert found(library(tmp_path, OWN, *options)) == EXPECTED_OF_OWN
    old = OWN.replace("namespace tsl", "namespace tensorflow").replace("using tsl", "using tensorflow")
    assert found(library(tmp_path, old, *options)) == EXPECTED_OF_OWN
    apart = OWN.replace("const char* file) {", "const char* file) __attribute__((noinline)) {")
    assert apart != OWN
    assert found(library(tmp_path, apart, *options)) == EXPECTED_OF_OWN


@compiled
def test_a_stripped_library_tells_what_it_calls_of_others(tmp_path: Path) -> None:
    assert found(library(tmp_path, ABSL + TEA, "-O2", "-s")) == EXPECTED


@compiled
def test_a_library_without_a_logger_has_no_statements(tmp_path: Path) -> None:
    assert found(library(tmp_path, 'const char* tea() { return "tensorflow/core/tea.cc"; }')) == set()


def test_what_is_no_library_for_this_machine_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tea.so").write_text("INPUT(libtea.so)", "utf-8")
    with pytest.raises(ValueError, match=r"tea\.so is no ELF file"):
        found(tmp_path / "tea.so")


@pytest.mark.live
def test_texts_of_a_real_library_are_whole() -> None:
    """Statements of TensorFlow 2.21 as its sources have them, and how many there are by level."""
    reason = environments.missing("tf-2.21")
    if reason:
        pytest.skip(reason)
    site = next((environments.python_of("tf-2.21").parents[1] / "lib").glob("python3*/site-packages"))
    statements = found(site / "tensorflow" / "libtensorflow_framework.so.2")
    texts = {(each.file.rpartition("/")[2], each.level): each.text for each in statements}
    assert texts["cpu_feature_guard.cc", "I"].startswith(
        "This TensorFlow binary is optimized to use available CPU instructions in performance-critical operations."
    )
    assert texts["local_rendezvous.cc", "I"] in {
        "Local rendezvous is aborting with status: …",
        "Local rendezvous send item cancelled. Key hash: …",
        "Local rendezvous recv item cancelled. Key hash: …",
    }
    lines = {(each.file, each.line, each.level) for each in statements if each.way == NATIVE}
    levels = [level for _, _, level in lines]
    assert (levels.count("I"), levels.count("I0"), levels.count("W")) == (196, 6, 248)
    assert not [each for each in statements if not each.file and each.way == NATIVE]
