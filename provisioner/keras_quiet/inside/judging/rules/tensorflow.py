"""TensorFlow's runtime in C++: what the CPU can do, input pipelines, graphs, profiles, saved models."""

from typing import Tuple

from ...grammar.kinds import NATIVE
from ...grammar.rule import HIDE, HIDE_WITHOUT_GPU, ONCE, Rule
from . import NAMED_FOLDER, SOURCE_TRACE, SOURCE_TRACE_SAMPLE

RULES: Tuple[Rule, ...] = (
    Rule(
        "onednn-notice",
        NATIVE,
        ("port.cc", "util.cc"),
        (
            r"oneDNN custom operations are on\. You may see slightly different numerical results",
            r"ZenDNN custom operations are on\. You may see slightly different numerical results",
            # With a GPU a sentence stands between, which advises against it: that is news.
            r"Experimental oneDNN custom operations are on\. (?:To turn them off|If you experience issues), ",
        ),
        HIDE,
        "A property of the build, printed at each import (tensorflow/core/util/port.cc, before 2.10 util.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/util/port.cc:153] oneDNN custom operations are on. You may "
            "see slightly different numerical results due to floating-point round-off errors from different "
            "computation orders. To turn them off, set the environment variable `TF_ENABLE_ONEDNN_OPTS=0`.",
            "I0000 00:00:1795355631.823008   29633 port.cc:153] oneDNN custom operations are on. You may see slightly "
            "different numerical results due to floating-point round-off errors from different computation orders.",
            "2026-01-02 03:04:05.678901: I tensorflow/core/util/util.cc:159] Experimental oneDNN custom operations are "
            "on. To turn them off, set the environment variable `TF_ENABLE_ONEDNN_OPTS=0`.",
            "I0000 00:00:1795355631.823008   29633 port.cc:190] ZenDNN custom operations are on. You may see slightly "
            "different numerical results due to floating-point round-off errors from different computation orders. To "
            "turn them off, set the environment variable `TF_ENABLE_ZENDNN_OPTS=0`.",
        ),
    ),
    Rule(
        "cpu-feature-guard",
        NATIVE,
        ("cpu_feature_guard.cc",),
        (
            (
                "This TensorFlow binary is optimized (?:to use available CPU instructions|with (?:oneAPI Deep "
                r"Neural Network|Intel\(R\) MKL-DNN))"
            ),
        ),
        HIDE,
        "Advice to rebuild TensorFlow, for every wheel on every CPU (tensorflow/core/platform/cpu_feature_guard.cc).",
        (
            "I0000 00:00:1795355632.099120   29633 cpu_feature_guard.cc:227] This TensorFlow binary is optimized to "
            "use available CPU instructions in performance-critical operations.",
            "2026-01-02 03:04:05.678901: I tensorflow/core/platform/cpu_feature_guard.cc:142] This TensorFlow binary "
            "is optimized with oneAPI Deep Neural Network Library (oneDNN)to use the following CPU instructions in "
            "performance-critical operations:  AVX2 FMA",
            "2026-01-02 03:04:05.678901: I tensorflow/core/platform/cpu_feature_guard.cc:145] This TensorFlow binary "
            "is optimized with Intel(R) MKL-DNN to use the following CPU instructions in performance critical "
            "operations:  SSE4.1 SSE4.2\nTo enable them in non-MKL-DNN operations, rebuild TensorFlow with the "
            "appropriate compiler flags.",
            (
                "2026-01-02 03:04:05.678901: I tensorflow/core/platform/cpu_feature_guard.cc:182] This TensorFlow "
                "binary is optimized to use available CPU instructions in performance-critical operations.\nTo "
                "enable the following instructions: AVX2 FMA, in other operations, rebuild TensorFlow with the "
                "appropriate compiler flags."
            ),
        ),
        continues=(
            (
                r"To enable (?:the following instructions: [A-Z0-9_. ]+,|them) in (?:other|non-MKL-DNN) operations, "
                r"rebuild TensorFlow with the appropriate compiler flags\.$"
            ),
        ),
    ),
    Rule(
        "cpu-feature-guard-1",
        NATIVE,
        ("cpu_feature_guard.cc",),
        (
            "Your CPU supports instructions that this TensorFlow binary was not compiled to use: ",
            (
                r"The TensorFlow library wasn't compiled to use \S+ instructions, but these are available on your "
                "machine"
            ),
        ),
        HIDE,
        (
            "Advice to rebuild TensorFlow before 2.2, for every wheel "
            "(tensorflow/core/platform/cpu_feature_guard.cc, tensorflow#7652)."
        ),
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/platform/cpu_feature_guard.cc:141] Your CPU supports "
            "instructions that this TensorFlow binary was not compiled to use: AVX2 FMA",
            "W tensorflow/core/platform/cpu_feature_guard.cc:45] The TensorFlow library wasn't compiled to use AVX2 "
            "instructions, but these are available on your machine and could speed up CPU computations.",
        ),
    ),
    Rule(
        "cpu-frequency",
        NATIVE,
        ("cpu_utils.cc",),
        (
            r"CPU Frequency: \d+ Hz",
            "Failed to get CPU frequency: ",
            "Failed to open /proc/cpuinfo$",
            "Failed to find bogomips (?:or clock )?in /proc/cpuinfo; cannot determine CPU frequency",
        ),
        HIDE,
        "A number that only TensorFlow's own profiles use (tensorflow/core/platform/profile_utils/cpu_utils.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/platform/profile_utils/cpu_utils.cc:94] CPU Frequency: "
            "2600000000 Hz",
            "2026-01-02 03:04:05.678901: W tensorflow/core/platform/profile_utils/cpu_utils.cc:128] Failed to get CPU "
            "frequency: 0 Hz",
            "2026-01-02 03:04:05.678901: W tensorflow/core/platform/profile_utils/cpu_utils.cc:98] Failed to find "
            "bogomips in /proc/cpuinfo; cannot determine CPU frequency",
        ),
    ),
    Rule(
        "session-threads",
        NATIVE,
        ("local_device.cc", "direct_session.cc", "process_util.cc"),
        (
            "Local device intra op parallelism threads: ",
            "(?:Direct s|S)ession inter op parallelism threads: ",
            "Creating new thread pool with default inter op setting: ",
            r"Creating run-handler pool with \[num_inter_threads, num_intra_threads\] as \[\d+,\d+\]",
        ),
        HIDE,
        "Sizes of the thread pools, at each session (tensorflow/core/common_runtime, tensorflow#566).",
        (
            "I tensorflow/core/common_runtime/local_device.cc:40] Local device intra op parallelism threads: 4",
            "I tensorflow/core/common_runtime/direct_session.cc:60] Direct session inter op parallelism threads: 4",
            "I0000 00:00:1795355631.823008   29633 direct_session.cc:287] Creating run-handler pool with "
            "[num_inter_threads, num_intra_threads] as [8,8]",
            "2026-01-02 03:04:05.678901: I tensorflow/core/common_runtime/process_util.cc:115] Creating new thread "
            "pool with default inter op setting: 2. Tune using inter_op_parallelism_threads for best performance.",
        ),
    ),
    Rule(
        "malloc-trim",
        NATIVE,
        ("generator_dataset_op.cc",),
        ("Memory patch applied: M_TRIM_THRESHOLD=",),
        HIDE,
        "A setting that TensorFlow 2.21 makes for itself at the first generator data set (generator_dataset_op.cc).",
        (
            "I0000 00:00:1795355631.823008   29633 generator_dataset_op.cc:213] Memory patch applied: "
            "M_TRIM_THRESHOLD=128 kb was set.",
        ),
    ),
    Rule(
        "eligible-gpus",
        NATIVE,
        ("devices.cc",),
        (r"Number of eligible GPUs(?: \(core count >= 8(?:, compute capability >= [\d.]+)?\))?: \d",),
        HIDE_WITHOUT_GPU,
        "A count of grappler's, at each run of its optimizers (tensorflow/core/grappler/devices.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/grappler/devices.cc:66] Number of eligible GPUs (core "
            "count >= 8, compute capability >= 0.0): 0",
            "I0000 00:00:1795355631.823008   29633 devices.cc:82] Number of eligible GPUs: 1",
        ),
    ),
    Rule(
        "plugin-optimizer",
        NATIVE,
        ("custom_graph_optimizer_registry.cc",),
        (r"Plugin optimizer for device_type \w+ is enabled\.",),
        HIDE,
        "A success, at each graph (tensorflow/core/grappler/optimizers/custom_graph_optimizer_registry.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/grappler/optimizers/custom_graph_optimizer_registry.cc:114] "
            "Plugin optimizer for device_type GPU is enabled.",
        ),
    ),
    Rule(
        "end-of-sequence",
        NATIVE,
        ("local_rendezvous.cc",),
        ("Local rendezvous is aborting with status: OUT_OF_RANGE: End of sequence",),
        HIDE,
        "The regular end of an epoch, as a warning in TensorFlow 2.16 (local_rendezvous.cc, tensorflow#62963).",
        (
            "2026-01-02 03:04:05.678901: W tensorflow/core/framework/local_rendezvous.cc:404] Local rendezvous is "
            "aborting with status: OUT_OF_RANGE: End of sequence",
            (
                "2026-01-02 03:04:05.678901: I tensorflow/core/framework/local_rendezvous.cc:405] Local rendezvous "
                "is aborting with status: OUT_OF_RANGE: End of sequence\n\t [[{{node IteratorGetNext}}]]\n\t "
                "[[IteratorGetNext/_4]]"
            ),
            "I0000 00:00:1795355631.823008   29633 local_rendezvous.cc:407] Local rendezvous is aborting with status: "
            "OUT_OF_RANGE: End of sequence\n\t [[{{node IteratorGetNext}}]]" + SOURCE_TRACE_SAMPLE,
        ),
        continues=(
            r"\[\[\{\{node [\w/.-]+\}\}\]\]$",
            r"\[\[[\w/.-]+\]\]$",
            *SOURCE_TRACE,
        ),
    ),
    Rule(
        "end-of-sequence-2.0",
        NATIVE,
        ("base_collective_executor.cc",),
        ("BaseCollectiveExecutor::StartAbort:? (?:Out of range|OUT_OF_RANGE): End of sequence",),
        ONCE,
        (
            "The end of an epoch in TensorFlow 2.0 and 2.1, where it could also announce an input that ends "
            "early (tensorflow#31509)."
        ),
        (
            "2026-01-02 03:04:05.678901: W tensorflow/core/common_runtime/base_collective_executor.cc:216] "
            "BaseCollectiveExecutor::StartAbort Out of range: End of sequence",
            (
                "2026-01-02 03:04:05.678901: W tensorflow/core/common_runtime/base_collective_executor.cc:216] "
                "BaseCollectiveExecutor::StartAbort Out of range: End of sequence\n\t [[{{node "
                "IteratorGetNext}}]]\n\t [[Shape/_6]]"
            ),
        ),
        continues=(
            r"\[\[\{\{node [\w/.-]+\}\}\]\]$",
            r"\[\[[\w/.-]+\]\]$",
        ),
    ),
    Rule(
        "end-of-sequence-1",
        NATIVE,
        ("op_kernel.cc",),
        (r"(?:OP_REQUIRES failed at iterator_ops\.cc:\d+ : )?Out of range: End of sequence",),
        ONCE,
        "The end of an epoch in TensorFlow 1 (tensorflow/core/framework/op_kernel.cc).",
        (
            "2026-01-02 03:04:05.678901: W tensorflow/core/framework/op_kernel.cc:1318] OP_REQUIRES failed at "
            "iterator_ops.cc:1115 : Out of range: End of sequence",
            "2026-01-02 03:04:05.678901: W tensorflow/core/framework/op_kernel.cc:1192] Out of range: End of sequence",
            (
                "2026-01-02 03:04:05.678901: W tensorflow/core/framework/op_kernel.cc:1192] Out of range: End of "
                "sequence\n\t [[Node: IteratorGetNext = IteratorGetNext[output_shapes=[[?,784]], "
                'output_types=[DT_FLOAT], _device="/job:localhost"](OneShotIterator)]]\n\t [[{{node '
                "IteratorGetNext}}]]"
            ),
        ),
        continues=(
            r"\[\[Node: [\w/.-]+ = \w+\[.*\]$",
            r"\[\[\{\{node [\w/.-]+\}\}(?: = \w+\[.*)?\]\]$",
        ),
    ),
    Rule(
        "rendezvous-cancelled",
        NATIVE,
        ("local_rendezvous.cc",),
        (r"Local rendezvous (?:recv|send) item cancelled\. Key hash: \d+",),
        HIDE,
        "Follows an abort, whose cause has a line of its own (tensorflow/core/framework/local_rendezvous.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/framework/local_rendezvous.cc:422] Local rendezvous recv "
            "item cancelled. Key hash: 1234567890123456789",
        ),
    ),
    Rule(
        "executor-debug-info",
        NATIVE,
        ("executor.cc",),
        (
            (
                r"\[\S{1,80}\] \(DEBUG INFO\) Executor start aborting \(this does not indicate an error and you can "
                r"ignore this message\): (?:OUT_OF_RANGE: End of sequence|INVALID_ARGUMENT: You must feed a value "
                "for placeholder tensor )"
            ),
        ),
        HIDE,
        "A debug line of TensorFlow 2.12 that went out by mistake (executor.cc, tensorflow#59779).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/common_runtime/executor.cc:1197] [/device:CPU:0] (DEBUG "
            "INFO) Executor start aborting (this does not indicate an error and you can ignore this message): "
            "INVALID_ARGUMENT: You must feed a value for placeholder tensor 'Placeholder/_0' with dtype float",
            "2026-01-02 03:04:05.678901: I tensorflow/core/common_runtime/executor.cc:1209] "
            "[/job:localhost/replica:0/task:0/device:CPU:0] (DEBUG INFO) Executor start aborting (this does not "
            "indicate an error and you can ignore this message): OUT_OF_RANGE: End of sequence",
            (
                "2026-01-02 03:04:05.678901: I tensorflow/core/common_runtime/executor.cc:1197] [/device:CPU:0] "
                "(DEBUG INFO) Executor start aborting (this does not indicate an error and you can ignore this "
                "message): INVALID_ARGUMENT: You must feed a value for placeholder tensor 'Placeholder/_0' with "
                "dtype float\n\t [[{{node Placeholder/_0}}]]" + SOURCE_TRACE_SAMPLE
            ),
        ),
        continues=(r"\[\[\{\{node [\w/.-]+\}\}\]\]$", *SOURCE_TRACE),
    ),
    Rule(
        "record-buffer",
        NATIVE,
        ("tf_record_dataset_op.cc",),
        (
            r"TFRecordDataset `buffer_size` is unspecified, default to \d+",
            r"The default buffer size is \d+, which is overridden by the user specified `buffer_size` of \d+",
        ),
        HIDE,
        "A default (tensorflow/core/kernels/data/tf_record_dataset_op.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/kernels/data/tf_record_dataset_op.cc:370] TFRecordDataset "
            "`buffer_size` is unspecified, default to 262144",
            "2026-01-02 03:04:05.678901: I tensorflow/core/kernels/data/tf_record_dataset_op.cc:387] The default "
            "buffer size is 262144, which is overridden by the user specified `buffer_size` of 8388608",
        ),
    ),
    Rule(
        "pipeline-not-optimized",
        NATIVE,
        ("dataset.cc",),
        (
            (
                r"Input of \S+ will not be optimized because the dataset does not implement the "
                r"AsGraphDefInternal\(\) method"
            ),
        ),
        ONCE,
        "Tells of a slower pipeline, and does so at each new iterator (tensorflow/core/framework/dataset.cc).",
        (
            "2026-01-02 03:04:05.678901: W tensorflow/core/framework/dataset.cc:768] Input of GeneratorDatasetOp::"
            "Dataset will not be optimized because the dataset does not implement the AsGraphDefInternal() method "
            "needed to apply optimizations.",
        ),
    ),
    Rule(
        "grappler-session",
        NATIVE,
        ("single_machine.cc",),
        ("Starting new session", "Cleaning up previous session"),
        HIDE,
        "Each run of grappler's optimizers (tensorflow/core/grappler/clusters/single_machine.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/grappler/clusters/single_machine.cc:361] Starting new "
            "session",
        ),
    ),
    Rule(
        "grappler-results",
        NATIVE,
        ("meta_optimizer.cc",),
        (
            "Optimization results for grappler item: ",
            r" *(?:\w+ )?\w+: (?:Graph size after: \d+ nodes|(?:\w+ )?\w+ did nothing\. time = )",
        ),
        HIDE,
        "What grappler's optimizers did (tensorflow/core/grappler/optimizers/meta_optimizer.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/grappler/optimizers/meta_optimizer.cc:718] Optimization "
            "results for grappler item: graph_to_optimize",
            "2026-01-02 03:04:05.678901: I tensorflow/core/grappler/optimizers/meta_optimizer.cc:720]   "
            "function_optimizer: function_optimizer did nothing. time = 0.001ms.",
            "2026-01-02 03:04:05.678901: I tensorflow/core/grappler/optimizers/meta_optimizer.cc:788]   constant "
            "folding: Graph size after: 954 nodes (-418), 1082 edges (-480), time = 405.789ms.",
            (
                "2026-01-02 03:04:05.678901: I tensorflow/core/grappler/optimizers/meta_optimizer.cc:1137] "
                "Optimization results for grappler item: graph_to_optimize\n  function_optimizer: Graph size after: "
                "44 nodes (32), 52 edges (40), time = 1.2ms.\n  function_optimizer: function_optimizer did nothing. "
                "time = 0.001ms."
            ),
        ),
        continues=(
            (
                r"function_optimizer: (?:Graph size after: \d+ nodes \(-?\d+\), \d+ edges \(-?\d+\), time = "
                r"[\d.]+ms\.|function_optimizer did nothing\. time = [\d.]+ms\.)$"
            ),
        ),
    ),
    Rule(
        "grappler-layout",
        NATIVE,
        ("meta_optimizer.cc",),
        (
            (
                "layout failed: (?:Invalid argument|INVALID_ARGUMENT): Size of values 0 does not match size of "
                "permutation 4"
            ),
            "model_pruner failed: (?:Invalid argument|INVALID_ARGUMENT): Graph does not contain terminal node ",
        ),
        ONCE,
        "An optimization that grappler leaves out, for layout at each graph with Dropout (tensorflow#34499).",
        (
            "2026-01-02 03:04:05.678901: E tensorflow/core/grappler/optimizers/meta_optimizer.cc:961] layout failed: "
            "INVALID_ARGUMENT: Size of values 0 does not match size of permutation 4 @ fanin shape inmodel/dropout/"
            "SelectV2-2-TransposeNHWCToNCHW-LayoutOptimizer",
            "2026-01-02 03:04:05.678901: E tensorflow/core/grappler/optimizers/meta_optimizer.cc:954] model_pruner "
            "failed: INVALID_ARGUMENT: Graph does not contain terminal node Adam/AssignAddVariableOp.",
        ),
    ),
    Rule(
        "grappler-cost",
        NATIVE,
        ("op_level_cost_estimator.cc",),
        (r"Error in PredictCost\(\) for the op: ",),
        HIDE,
        "An estimate that grappler does without (tensorflow/core/grappler/costs/op_level_cost_estimator.cc).",
        (
            "2026-01-02 03:04:05.678901: W tensorflow/core/grappler/costs/op_level_cost_estimator.cc:690] Error in "
            'PredictCost() for the op: op: "Softmax" attr { key: "T" value { type: DT_FLOAT } }',
        ),
    ),
    Rule(
        "grappler-loop",
        NATIVE,
        ("loop_optimizer.cc",),
        ("Skipping loop optimization for Merge node with control input: ",),
        HIDE,
        "An optimization that grappler leaves out, one line a node (tensorflow/core/grappler/optimizers).",
        (
            "2026-01-02 03:04:05.678901: W tensorflow/core/grappler/optimizers/loop_optimizer.cc:907] Skipping loop "
            "optimization for Merge node with control input: cond/branch_executed/_8",
        ),
    ),
    Rule(
        "grappler-split",
        NATIVE,
        ("replicate_on_split.cc",),
        ("Running replicate on split optimization",),
        HIDE,
        "A step of grappler for data sets (tensorflow/core/grappler/optimizers/data/replicate_on_split.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/grappler/optimizers/data/replicate_on_split.cc:32] Running "
            "replicate on split optimization",
        ),
    ),
    Rule(
        "python-sets",
        NATIVE,
        ("util.cc",),
        ("Sets are not currently considered sequences, but this may change in the future",),
        HIDE,
        "TensorFlow on its own use of sets, at each saved model (tensorflow/python/util/util.cc).",
        (
            "2026-01-02 03:04:05.678901: W tensorflow/python/util/util.cc:348] Sets are not currently considered "
            "sequences, but this may change in the future, so consider avoiding using them.",
        ),
    ),
    Rule(
        "profiler-session",
        NATIVE,
        (
            "profiler_session.cc",
            "cupti_tracer.cc",
            "cupti_profiler.cc",
            "cupti_collector.cc",
            "device_tracer.cc",
            "device_tracer_rocm.cc",
            "rocm_tracer.cc",
            "profiler_client.cc",
            "remote_profiler_session_manager.cc",
            "event_span.cc",
        ),
        (
            r"Profiler session (?:initializing|started|tear down|collecting data)\.",
            r"Profiler found \d+ GPUs",
            # A number of events that were dropped may follow: then it is news.
            r" ?GpuTracer has collected \d+ callback api events and \d+ activity events\. *$",
            r" ?GpuTracer max callback_events: \d+, max activity events: \d+$",
            r"GpuTracer (?:created|started|stopped)\.?$",
            r"Collecting \d+ kernel records, \d+ memcpy records\.",
            "CUPTI activity buffer flushed",
            r"CUPTI activity buffer is (?:freed|reclaimed) after flush\.$",
            r"Set CUPTI activity flush period to \d+ms\.$",
            r"Asynchronous gRPC Profile\(\) to \S+$",
            r"Waiting for completion\.$",
            r"Deadline set to \S+ because max_session_duration_ms was ",
            r"Issued Profile gRPC to \d+ clients$",
            r"Generation of step-events took [\d.e+-]+ ms$",
        ),
        HIDE,
        "What the profiler of the TensorBoard callback does (tensorflow/core/profiler/lib/profiler_session.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/profiler/lib/profiler_session.cc:131] Profiler session "
            "initializing.",
            "2026-01-02 03:04:05.678901: I external/local_tsl/tsl/profiler/lib/profiler_session.cc:104] Profiler "
            "session tear down.",
            "2026-01-02 03:04:05.678901: I tensorflow/core/profiler/internal/gpu/cupti_tracer.cc:1365] Profiler found "
            "1 GPUs",
            "2026-01-02 03:04:05.678901: I tensorflow/core/profiler/internal/gpu/cupti_collector.cc:228]  GpuTracer "
            "has collected 10 callback api events and 10 activity events. ",
            "2026-01-02 03:04:05.678901: W tensorflow/core/profiler/internal/gpu/cupti_tracer.cc:1476] CUPTI activity "
            "buffer is freed after flush.",
            "I0000 00:00:1795355631.823008   29633 cupti_collector.cc:769]  GpuTracer max callback_events: 2097152, "
            "max activity events: 2097152",
            "2026-01-02 03:04:05.678901: I external/local_xla/xla/backends/profiler/gpu/rocm_tracer.cc:1241] "
            "GpuTracer started",
            "2026-01-02 03:04:05.678901: I tensorflow/core/profiler/rpc/client/profiler_client.cc:111] Asynchronous "
            "gRPC Profile() to 10.0.0.2:8466",
            "2026-01-02 03:04:05.678901: I tensorflow/core/profiler/rpc/client/remote_profiler_session_manager.cc:75] "
            "Deadline set to 2026-01-02T03:05:05.678901+00:00 because max_session_duration_ms was 60000 and "
            "session_creation_timestamp was 1795355631",
            "2026-01-02 03:04:05.678901: I tensorflow/core/profiler/utils/event_span.cc:288] Generation of step-events "
            "took 0.014 ms",
        ),
    ),
    Rule(
        "profiler-saved",
        NATIVE,
        (
            "save_profile.cc",
            "capture_profile.cc",
            "profiler_client.cc",
            "device_tracer.cc",
            "profiler_wrapper.cc",
            "profiler_service_impl.cc",
        ),
        (
            "Creating directory: " + NAMED_FOLDER,
            "Dumped (?:gzipped )?tool data for " + NAMED_FOLDER,
            "Collecting XSpace to repository: " + NAMED_FOLDER,
            r"Collected XSpace to repository\.",
        ),
        HIDE,
        "A success of the profiler of the TensorBoard callback (tensorflow/core/profiler/rpc/client/save_profile.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/profiler/rpc/client/save_profile.cc:136] Creating "
            "directory: logs/train/plugins/profile/2026_01_02_03_04_05",
            "2026-01-02 03:04:05.678901: I tensorflow/core/profiler/rpc/client/save_profile.cc:142] Dumped gzipped "
            "tool data for trace.json.gz to logs/train/plugins/profile/2026_01_02_03_04_05/box.trace.json.gz",
            "2026-01-02 03:04:05.678901: I tensorflow/python/profiler/internal/profiler_wrapper.cc:111] Creating "
            "directory: logs/train/plugins/profile/2026_01_02_03_04_05",
            "I0000 00:00:1795355631.823008   29633 save_profile.cc:150] Collecting XSpace to repository: "
            "logs/plugins/profile/2026_01_02_03_04_05/box.xplane.pb",
            "2026-01-02 03:04:05.678901: I tensorflow/core/profiler/rpc/client/capture_profile.cc:162] Collected "
            "XSpace to repository.",
            (
                "2026-01-02 03:04:05.678901: I tensorflow/core/profiler/rpc/client/save_profile.cc:142] Creating "
                "directory: logs/plugins/profile/1\nDumped tool data for xplane.pb to "
                "logs/plugins/profile/1/box.xplane.pb\nDumped gzipped tool data for trace.json.gz to "
                "logs/plugins/profile/1/box.trace.json.gz"
            ),
        ),
        continues=(r"Dumped (?:gzipped )?tool data for \S+ to \S+$",),
    ),
    Rule(
        "saved-model-reader",
        NATIVE,
        ("reader.cc", "bundle_v2.cc", "loader.cc", "internal_api.cc"),
        (
            "Reading SavedModel from: ",
            r"Reading meta graph with tags \{ ",
            r"Reading SavedModel debug info \(if present\) from: ",
        ),
        HIDE,
        "Steps of a load; one that fails raises (tensorflow/cc/saved_model/reader.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/cc/saved_model/reader.cc:83] Reading SavedModel from: /tmp/m",
            "I0000 00:00:1795355631.823008   29633 reader.cc:52] Reading meta graph with tags { serve }",
            "2026-01-02 03:04:05.678901: I tensorflow/cc/saved_model/loader.cc:295] Reading SavedModel debug info (if "
            "present) from: /tmp/m",
            "2026-01-02 03:04:05.678901: I tensorflow/cc/saved_model/reader.cc:147] Reading SavedModel debug info (if "
            "present) from: /tmp/m",
            "2026-01-02 03:04:05.678901: I tensorflow/cc/saved_model/bundle_v2.cc:44] Reading SavedModel from: /tmp/m",
        ),
    ),
    Rule(
        "saved-model-loader",
        NATIVE,
        ("loader.cc",),
        (
            r"Restoring SavedModel bundle\.",
            "Loading SavedModel from: ",
            "Running initialization op on SavedModel bundle",
            r"Running (?:LegacyInitOp|MainOp(?: with key \S+)?) on SavedModel bundle\.",
            r"Loading SavedModel with tags: \{ ",
            (
                r"(?:SavedModel load|Loading SavedModel)(?: for tags \{[^{}]{0,200}\})?[;:] (?:Status: "
                r")?(?:success|Success)(?:: OK)?\. Took \d+ microseconds\."
            ),
        ),
        HIDE,
        "Steps of a load that succeeds; one that fails raises (tensorflow/cc/saved_model/loader.cc).",
        (
            "I tensorflow/cc/saved_model/loader.cc:190] Loading SavedModel from: /tmp/m",
            "2026-01-02 03:04:05.678901: I tensorflow/cc/saved_model/loader.cc:233] Restoring SavedModel bundle.",
            "2026-01-02 03:04:05.678901: I tensorflow/cc/saved_model/loader.cc:125] Running MainOp on SavedModel "
            "bundle.",
            "I0000 00:00:1795355631.823008   29633 loader.cc:217] Running initialization op on SavedModel bundle at "
            "path: /tmp/m",
            "2026-01-02 03:04:05.678901: I tensorflow/cc/saved_model/loader.cc:316] SavedModel load for tags { serve "
            "}; Status: success: OK. Took 12345 microseconds.",
            "2026-01-02 03:04:05.678901: I external/org_tensorflow/tensorflow/cc/saved_model/loader.cc:284] Loading "
            "SavedModel: success. Took 12345 microseconds.",
        ),
    ),
    Rule(
        "saved-model-without-variables",
        NATIVE,
        ("loader.cc", "loader_util.cc"),
        (r"The specified SavedModel has no variables; no checkpoints were restored\.(?: File does not exist: |$)",),
        ONCE,
        "Normal for a graph of constants, but not for a model that should have weights (cc/saved_model/loader.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/cc/saved_model/loader.cc:212] The specified SavedModel has no "
            "variables; no checkpoints were restored. File does not exist: /tmp/m/variables/variables.index",
            "2026-01-02 03:04:05.678901: I tensorflow/cc/saved_model/loader.cc:158] The specified SavedModel has no "
            "variables; no checkpoints were restored.",
        ),
    ),
    Rule(
        "optimization-cancelled",
        NATIVE,
        ("root_dataset.cc",),
        ("Optimization loop failed: (?:Cancelled|CANCELLED): Operation was cancelled",),
        HIDE,
        "The end of a pipeline whose iterator was dropped (tensorflow/core/data/root_dataset.cc).",
        (
            (
                "2026-01-02 03:04:05.678901: W tensorflow/core/data/root_dataset.cc:167] Optimization loop failed: "
                "Cancelled: Operation was cancelled"
            ),
        ),
    ),
    Rule(
        "dataset-sources",
        NATIVE,
        ("dataset.cc",),
        (
            (
                r"(?:Unimplemented|UNIMPLEMENTED): Cannot compute input sources for dataset of type \S+, because the "
                r"dataset does not implement `InputDatasets`\."
            ),
        ),
        HIDE,
        (
            "A look ahead that a kind of data set does not offer, and nothing is lost "
            "(tensorflow/core/framework/dataset.cc)."
        ),
        (
            (
                "2026-01-02 03:04:05.678901: E tensorflow/core/framework/dataset.cc:552] Unimplemented: Cannot "
                "compute input sources for dataset of type IO>BigQueryDataset, because the dataset does not "
                "implement `InputDatasets`."
            ),
        ),
    ),
    Rule(
        "sagemaker-profiler",
        NATIVE,
        (
            "smprofiler_timeline.cc",
            "smprofiler_config_reader.cc",
        ),
        (
            r"Initializing the SageMaker Profiler\.",
            r"SageMaker Profiler is not enabled\. The timeline writer thread will not be started",
        ),
        HIDE,
        "A profiler of the image, which is off (tensorflow/core/profiler/internal/smprofiler_timeline.cc).",
        (
            (
                "2026-01-02 03:04:05.678901: W tensorflow/core/profiler/internal/smprofiler_timeline.cc:460] "
                "Initializing the SageMaker Profiler."
            ),
            (
                "2026-01-02 03:04:05.678901: W tensorflow/core/profiler/internal/smprofiler_timeline.cc:105] "
                "SageMaker Profiler is not enabled. The timeline writer thread will not be started, future recorded "
                "events will be dropped."
            ),
        ),
    ),
    Rule(
        "io-cpu-features",
        NATIVE,
        ("cpu_check.cc",),
        ("Your CPU supports instructions that this TensorFlow IO binary was not compiled to use: ",),
        HIDE,
        (
            "Advice to rebuild TensorFlow I/O, which a user of the wheel cannot follow "
            "(tensorflow_io/core/kernels/cpu_check.cc)."
        ),
        (
            (
                "2026-01-02 03:04:05.678901: I tensorflow_io/core/kernels/cpu_check.cc:128] Your CPU supports "
                "instructions that this TensorFlow IO binary was not compiled to use: AVX2 FMA"
            ),
        ),
    ),
    Rule(
        "no-warmup",
        NATIVE,
        (
            "saved_model_warmup_util.cc",
            "saved_model_warmup.cc",
        ),
        ("No warmup data file found at ",),
        HIDE,
        "An optional file of TensorFlow Serving (servables/tensorflow/saved_model_warmup_util.cc).",
        (
            (
                "2026-01-02 03:04:05.678901: I "
                "tensorflow_serving/servables/tensorflow/saved_model_warmup_util.cc:59] No warmup data file found at "
                "/models/m/0001/assets.extra/tf_serving_warmup_requests"
            ),
        ),
    ),
    Rule(
        "onednn-integers",
        NATIVE,
        ("util.cc",),
        (r"oneDNN supports DT_INT(?:8|32|64) only on platforms with AVX-512\.",),
        HIDE,
        "Integers are calculated by the other library, as ever (tensorflow/core/util/util.cc); of DT_HALF it is news.",
        (
            (
                "2026-01-02 03:04:05.678901: E tensorflow/core/util/util.cc:131] oneDNN supports DT_INT64 only on "
                "platforms with AVX-512. Falling back to the default Eigen-based implementation if present."
            ),
        ),
    ),
    Rule(
        "metric-registered-twice",
        NATIVE,
        ("collection_registry.cc",),
        ("(?:Trying to|Cannot) register 2 metrics with the same name: /tensorflow/",),
        HIDE,
        "Two copies of one counter of TensorFlow's own meet at import (tsl/lib/monitoring/collection_registry.cc).",
        (
            "2026-01-02 03:04:05.678901: W external/local_tsl/tsl/lib/monitoring/collection_registry.cc:81] Trying to "
            "register 2 metrics with the same name: /tensorflow/core/bfc_allocator_delay. The old value will be erased "
            "in order to register a new one. Please check if you link the metric more than once, or if the name is "
            "already used by other metrics.",
            "2026-01-02 03:04:05.678901: E tensorflow/core/lib/monitoring/collection_registry.cc:77] Cannot register 2 "
            "metrics with the same name: /tensorflow/api/keras/optimizers",
        ),
    ),
    Rule(
        "auto-mixed-precision",
        NATIVE,
        ("auto_mixed_precision.cc",),
        (r"Running auto_mixed_precision\w* graph optimizer$",),
        HIDE,
        "At each graph once the user turned it on; what it did has a line of its own (auto_mixed_precision.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/grappler/optimizers/auto_mixed_precision.cc:1805] Running "
            "auto_mixed_precision graph optimizer",
        ),
    ),
    Rule(
        "auto-mixed-precision-idle",
        NATIVE,
        ("auto_mixed_precision.cc",),
        (r"No (?:white|allow)list ops found, nothing to do$",),
        ONCE,
        "True of each small graph, and news if it is the only one (grappler/optimizers/auto_mixed_precision.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/grappler/optimizers/auto_mixed_precision.cc:1241] No "
            "whitelist ops found, nothing to do",
            "2026-01-02 03:04:05.678901: I tensorflow/core/grappler/optimizers/auto_mixed_precision.cc:1498] No "
            "allowlist ops found, nothing to do",
        ),
    ),
    Rule(
        "pipeline-experiments",
        NATIVE,
        ("dataset_utils.cc",),
        (r"The input pipeline is subject to the following tf\.data experiments: ",),
        HIDE,
        "A switch of Google's own, told every ten minutes (tensorflow/core/data/dataset_utils.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/data/dataset_utils.cc:599] The input pipeline is subject to "
            "the following tf.data experiments: stage_based_autotune. See `go/tf-data-experiments` for more details.",
        ),
    ),
    Rule(
        "pipeline-autotuner",
        NATIVE,
        ("model.cc",),
        (
            r"Starting optimization of buffer_size parameters \(message logged every 10 minutes\)\.",
            (
                r"Failed to find a tunable parameter that would (?:further )?decrease the output time\. This means "
                "that the autotuning optimization got stuck in a local maximum"
            ),
            r"Skipping buffer_size parameters in HillClimb \(message logged every 10 minutes\)\.",
        ),
        HIDE,
        "Steps of every pipeline with AUTOTUNE; the second was taken back to VLOG in 1.15 (core/framework/model.cc).",
        (
            "2026-01-02 03:04:05.678901: W tensorflow/core/framework/model.cc:570] Failed to find a tunable parameter "
            "that would decrease the output time. This means that the autotuning optimization got stuck in a local "
            "maximum. The optimization attempt will be aborted.",
            "2026-01-02 03:04:05.678901: I tensorflow/core/framework/model.cc:3040] Starting optimization of "
            "buffer_size parameters (message logged every 10 minutes).",
        ),
    ),
    Rule(
        "generator-finalized",
        NATIVE,
        ("generator_dataset_op.cc",),
        (
            "Error occurred when finalizing GeneratorDataset iterator: "
            "(?:Cancelled|CANCELLED): Operation was cancelled$",
            "Error occurred when finalizing GeneratorDataset iterator: "
            r"(?:Failed precondition|FAILED_PRECONDITION): Python interpreter state is not initialized\. ",
        ),
        ONCE,
        "At the end of each epoch that leaves a generator before its end, and after a stop (tensorflow#35100, #37515).",
        (
            "2026-01-02 03:04:05.678901: W tensorflow/core/kernels/data/generator_dataset_op.cc:103] Error occurred "
            "when finalizing GeneratorDataset iterator: Cancelled: Operation was cancelled",
            "2026-01-02 03:04:05.678901: W tensorflow/core/kernels/data/generator_dataset_op.cc:107] Error occurred "
            "when finalizing GeneratorDataset iterator: Failed precondition: Python interpreter state is not "
            "initialized. The process may be terminated.\n\t [[{{node PyFunc}}]]",
        ),
        continues=(r"\[\[\{\{node PyFunc\}\}\]\]$",),
    ),
    Rule(
        "server-not-destroyed",
        NATIVE,
        ("context.cc", "context_distributed_manager.cc"),
        (r"Unable to destroy server_ object, so releasing instead\. Servers don't support clean shutdown\.",),
        HIDE,
        "The end of every cluster, which TensorFlow cannot do better (core/common_runtime/eager/context.cc).",
        (
            "2026-01-02 03:04:05.678901: W tensorflow/core/common_runtime/eager/context.cc:566] Unable to destroy "
            "server_ object, so releasing instead. Servers don't support clean shutdown.",
        ),
    ),
    Rule(
        "remote-handle",
        NATIVE,
        ("kernel_and_device.cc",),
        (
            (
                r"Ignoring error status when releasing multi-device function handle (?:Unimplemented|UNIMPLEMENTED): "
                r"Releasing a multi-device component handle on a remote device is not yet implemented\."
            ),
        ),
        HIDE,
        "At the end of each function that ran on a TPU in TensorFlow 2.0 to 2.2 (eager/kernel_and_device.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/common_runtime/eager/kernel_and_device.cc:94] Ignoring "
            "error status when releasing multi-device function handle Unimplemented: Releasing a multi-device "
            "component handle on a remote device is not yet implemented.",
        ),
    ),
    Rule(
        "queue-cancelled",
        NATIVE,
        ("queue_base.cc",),
        (
            r"[\w./:-]{1,200}: Skipping cancelled (?:enqueue|dequeue) attempt with queue not closed$",
            r"Skipping cancelled (?:enqueue|dequeue) attempt$",
        ),
        ONCE,
        "The end of a session of TensorFlow 1 whose queues were not stopped before, for each queue (tensorpack#548).",
        (
            "2026-01-02 03:04:05.678901: W tensorflow/core/kernels/queue_base.cc:294] _0_input_producer: Skipping "
            "cancelled enqueue attempt with queue not closed",
            "I tensorflow/core/kernels/queue_base.cc:350] Skipping cancelled enqueue attempt",
        ),
    ),
)
