"""TensorFlow Lite: its converter and its runtime."""

from typing import Tuple

from ...grammar.kinds import BARE, LOGGING, NATIVE
from ...grammar.rule import HIDE, ONCE, Rule

# tf_logging's logger; absl-py prints its records in glog's form, which does not name the logger (`messages.read`).
LOGGERS = ("tensorflow", "absl")

RULES: Tuple[Rule, ...] = (
    Rule(
        "tflite-ignored",
        NATIVE,
        ("tf_tfl_flatbuffer_helpers.cc", "graphdef_to_tfl_flatbuffer.cc"),
        (r"Ignored (?:output_format|drop_control_dependency|change_concat_input_ranges)\.",),
        HIDE,
        "Settings that the converter gives to itself at each run (tf_tfl_flatbuffer_helpers.cc).",
        (
            "W0000 00:00:1795355631.823008   29633 tf_tfl_flatbuffer_helpers.cc:365] Ignored output_format.",
            "2026-01-02 03:04:05.678901: W tensorflow/compiler/mlir/lite/python/tf_tfl_flatbuffer_helpers.cc:368] "
            "Ignored drop_control_dependency.",
            "2026-01-02 03:04:05.678901: W tensorflow/compiler/mlir/lite/python/graphdef_to_tfl_flatbuffer.cc:89] "
            "Ignored output_format.",
        ),
    ),
    Rule(
        "tflite-count",
        NATIVE,
        ("flatbuffer_export.cc",),
        ("Estimated count of arithmetic ops: ",),
        HIDE,
        "A count that the converter prints at each run (tensorflow/compiler/mlir/lite/flatbuffer_export.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/compiler/mlir/lite/flatbuffer_export.cc:2138] Estimated count of "
            "arithmetic ops: 0.067 M  ops, equivalently 0.034 M  MACs",
        ),
    ),
    Rule(
        "tflite-op-statistics",
        BARE,
        (),
        ("Summary on the non-converted ops:$",),
        HIDE,
        "The converter counts the constants that it folds later (lite/stablehlo/transforms/op_stat_pass.cc).",
        (
            "Summary on the non-converted ops:",
            (
                "Summary on the non-converted ops:\n---------------------------------\n * Accepted dialects: tfl, "
                "builtin, func\n * Non-Converted Ops: 4, Total Ops 10, % non-converted = 40.00 %\n * 4 ARITH "
                "ops\n\n- arith.constant:    4 occurrences  (f32: 4)\n\n\n\n  (f32: 2)"
            ),
        ),
        continues=(
            "---------------------------------$",
            r"\* Accepted dialects: [\w, ]+$",
            r"\* Non-Converted Ops: \d+, Total Ops \d+, % non-converted = [\d.]+ %$",
            r"\* \d+ \w+ ops(?:, \d+ \w+ ops)*$",
            r"- arith\.constant: +\d+ occurrences +\([\w:<>., -]+\)$",
            r"\([\w:<>., -]+: \d+\)$",
            "$",
        ),
    ),
    Rule(
        "tflite-feedback",
        NATIVE,
        ("inference_feedback_manager.cc",),
        (
            (
                r"Feedback manager requires a model with a single signature inference\. Disabling support for "
                r"feedback tensors\."
            ),
        ),
        HIDE,
        "A part of TensorFlow Lite that MediaPipe's models do not use (inference_feedback_manager.cc).",
        (
            "W0000 00:00:1795355631.823008   29633 inference_feedback_manager.cc:114] Feedback manager requires a "
            "model "
            "with a single signature inference. Disabling support for feedback tensors.",
        ),
    ),
    Rule(
        "tflite-quantize",
        BARE,
        (),
        (r"fully_quantize: \d+, inference_type: \d+, input_inference_type: \w+, output_inference_type: \w+$",),
        HIDE,
        "The converter's settings, printed at each run (tensorflow/compiler/mlir/lite/quantization/lite).",
        ("fully_quantize: 0, inference_type: 6, input_inference_type: INT8, output_inference_type: FLOAT32",),
    ),
    Rule(
        "tflite-delegate",
        BARE,
        (),
        (
            (
                r"INFO: Created TensorFlow Lite (?:XNNPACK delegate for CPU|delegate for (?:select TF ops|GPU|Metal"
                r"|GPU \(async\)))\.$"
            ),
            r"INFO: Initialized Open[CG]L-based API(?: from serialized data)?\.$",
        ),
        HIDE,
        "A success of TensorFlow Lite's own logger, which has no level to set "
        "(tensorflow/lite/tflite_with_xnnpack.cc).",
        (
            "INFO: Created TensorFlow Lite XNNPACK delegate for CPU.",
            "INFO: Created TensorFlow Lite delegate for select TF ops.",
            "INFO: Created TensorFlow Lite delegate for GPU.",
            "INFO: Initialized OpenCL-based API.",
        ),
    ),
    Rule(
        "tflite-runtime",
        BARE,
        (),
        (r"INFO: Initialized TensorFlow Lite runtime\.$",),
        HIDE,
        "A success of TensorFlow Lite's own logger (tensorflow/lite/java and python).",
        ("INFO: Initialized TensorFlow Lite runtime.",),
    ),
    Rule(
        "tflite-flex",
        BARE,
        (),
        (r"INFO: TfLiteFlexDelegate delegate: \d+ nodes delegated out of \d+ nodes with \d+ partitions\.$",),
        HIDE,
        "A success of TensorFlow Lite's own logger (tensorflow/lite/delegates/flex).",
        ("INFO: TfLiteFlexDelegate delegate: 3 nodes delegated out of 12 nodes with 2 partitions.",),
    ),
    Rule(
        "tflite-deduplication",
        LOGGING,
        LOGGERS,
        ("Buffer deduplication procedure will be skipped when flatbuffer library is not properly loaded",),
        HIDE,
        "An option that the converter does without (tensorflow/lite/python/lite.py).",
        ("WARNING:absl:Buffer deduplication procedure will be skipped when flatbuffer library is not properly loaded",),
    ),
    Rule(
        "tflite-new-converter",
        LOGGING,
        LOGGERS,
        (r"Using (?:experimental|new) converter: If you encounter(?:ed)? a problem please file a bug\.",),
        ONCE,
        "A default of TensorFlow 2.1 and 2.2, told at each conversion (tensorflow/lite/python/lite.py).",
        (
            "INFO:tensorflow:Using experimental converter: If you encountered a problem please file a bug. You can "
            "opt-out by setting experimental_new_converter=False",
            "INFO:tensorflow:Using new converter: If you encounter a problem please file a bug. You can opt-out by "
            "setting experimental_new_converter=False",
        ),
    ),
    Rule(
        "tflite-default-delegate",
        BARE,
        (),
        (
            r"INFO: Applying \d+ TensorFlow Lite delegate\(s\) lazily\.$",
            r"INFO: Successfully applied the default TensorFlow Lite delegate indexed at \d+\.$",
        ),
        HIDE,
        "A success of TensorFlow Lite's own logger, always with the same note on accuracy (lite/core/interpreter.cc).",
        (
            "INFO: Applying 1 TensorFlow Lite delegate(s) lazily.",
            (
                "INFO: Successfully applied the default TensorFlow Lite delegate indexed at 0.\n *NOTE*: because a "
                "delegate has been applied, the precision of computations should be unchanged, but the exact output "
                "tensor values may have changed. If such output values are checked in your code, like in your tests "
                "etc., please consider increasing error tolerance for the check."
            ),
        ),
        continues=(
            (
                r"\*NOTE\*: because a (?:default )?delegate has been applied, the precision of computations should be "
                r"unchanged, but the exact output tensor values may have changed\. If such output values are checked "
                r"in your code, like in your tests etc\., please consider increasing error tolerance for the check\.$"
            ),
        ),
    ),
)
