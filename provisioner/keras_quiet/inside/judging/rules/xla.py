"""XLA, MLIR, PjRt and libtpu: their start and their compilations."""

from typing import Tuple

from ...grammar.kinds import NATIVE
from ...grammar.rule import HIDE, Rule

RULES: Tuple[Rule, ...] = (
    Rule(
        "placer-registered-twice",
        NATIVE,
        ("computation_placer.cc",),
        (r"computation placer already registered\. Please check linkage",),
        HIDE,
        (
            "Two copies of XLA's placer meet at import in TensorFlow 2.19 (xla/service/computation_placer.cc, "
            "tensorflow#90790)."
        ),
        (
            "W0000 00:00:1795355631.823008   29633 computation_placer.cc:177] computation placer already registered. "
            "Please check linkage and avoid linking the same target more than once.",
        ),
    ),
    Rule(
        "xla-service",
        NATIVE,
        ("service.cc",),
        (
            r"XLA service (?:0x[0-9a-fA-F]+ )?(?:executing computations on|initialized for) platform \w+",
            r" *StreamExecutor (?:device \(\d+\)|\[\d+\]): ",
        ),
        HIDE,
        "XLA names its devices at its start, even if it is not used (tensorflow/compiler/xla/service/service.cc).",
        (
            "I tensorflow/compiler/xla/service/service.cc:187] XLA service executing computations on platform Host. "
            "Devices:",
            "I0000 00:00:1795355631.823008   29633 service.cc:148] XLA service 0x7f0123456789 initialized for platform "
            "Host (this does not guarantee that XLA will be used). Devices:",
            "I0000 00:00:1795355631.823008   29633 service.cc:156]   StreamExecutor [0]: Host, Default Version",
            "2026-01-02 03:04:05.678901: I tensorflow/compiler/xla/service/service.cc:150] XLA service 0x137f70380 "
            "executing computations on platform Host. Devices:",
            "2026-01-02 03:04:05.678901: I tensorflow/compiler/xla/service/service.cc:158]   StreamExecutor device "
            "(0): <undefined>, <undefined>",
        ),
    ),
    Rule(
        "xla-platform",
        NATIVE,
        ("platform_util.cc",),
        (
            r"platform \w+ present with \d+ visible devices",
            "platform (?:Host|Interpreter) present but no XLA compiler available: could not find registered compiler ",
        ),
        HIDE,
        (
            "XLA names its devices in TensorFlow 1, and what a build leaves out "
            "(tensorflow/compiler/xla/service/platform_util.cc)."
        ),
        (
            "I tensorflow/compiler/xla/service/platform_util.cc:58] platform CUDA present with 1 visible devices",
            "2026-01-02 03:04:05.678901: I tensorflow/compiler/xla/service/platform_util.cc:58] platform Host present "
            "with 4 visible devices",
            "2026-01-02 03:04:05.678901: I tensorflow/compiler/xla/service/platform_util.cc:72] platform Host present "
            "but no XLA compiler available: could not find registered compiler for platform Host -- check target "
            "linkage",
        ),
    ),
    Rule(
        "xla-devices-off",
        NATIVE,
        ("xla_cpu_device.cc", "xla_gpu_device.cc"),
        ("Not creating XLA devices, tf_xla_enable_xla_devices not set",),
        HIDE,
        "A default of TensorFlow 2.4 (tensorflow/compiler/jit/xla_cpu_device.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/compiler/jit/xla_gpu_device.cc:99] Not creating XLA devices, "
            "tf_xla_enable_xla_devices not set",
        ),
    ),
    Rule(
        "xla-compiled",
        NATIVE,
        (
            "device_compiler.h",
            "xla_compilation_cache.cc",
        ),
        (r"Compiled cluster using XLA!  This line is logged at most once for the lifetime of the process\.",),
        HIDE,
        "A success that TensorFlow reports once in each process (tensorflow/compiler/jit/device_compiler.h).",
        (
            "2026-01-02 03:04:05.678901: I ./tensorflow/compiler/jit/device_compiler.h:186] Compiled cluster using "
            "XLA!  This line is logged at most once for the lifetime of the process.",
            "2026-01-02 03:04:05.678901: I tensorflow/compiler/jit/xla_compilation_cache.cc:478] Compiled cluster "
            "using XLA!  This line is logged at most once for the lifetime of the process.",
            (
                "I0000 00:00:1795355631.823008   29633 device_compiler.h:196] Compiled cluster using XLA!  This line "
                "is logged at most once for the lifetime of the process."
            ),
        ),
        asked_by=(
            "XLA_FLAGS",
            "TF_XLA_FLAGS",
            "TF_CPP_MIN_LOG_LEVEL=0",
            "TF_CPP_VMODULE",
        ),
    ),
    Rule(
        "xla-cpu-off",
        NATIVE,
        ("mark_for_compilation_pass.cc",),
        (r"\(One-time warning\): Not using XLA:CPU for cluster because envvar ",),
        HIDE,
        "A default, told once a process (tensorflow/compiler/jit/mark_for_compilation_pass.cc).",
        (
            "2026-01-02 03:04:05.678901: W tensorflow/compiler/jit/mark_for_compilation_pass.cc:1412] (One-time "
            "warning): Not using XLA:CPU for cluster because envvar TF_XLA_FLAGS=--tf_xla_cpu_global_jit was not set.",
        ),
    ),
    Rule(
        "mlir-passes",
        NATIVE,
        ("mlir_graph_optimization_pass.cc", "mlir_bridge_pass.cc"),
        (
            "MLIR V1 optimization pass is not enabled",
            "None of the MLIR [Oo]ptimization [Pp]asses are enabled",
            r"MLIR Graph Optimization Passes\. Enabled: \d+, Disabled: \d+, ",
            r"Running MLIR Graph Optimization (?:V1 Compat )?Pass(?:es)? \(registered \d+ passes\)",
            r"Skipping MLIR TPU Bridge(?: V1 Compat)?, session flag not enabled$",
            r"Running MLIR TPU Bridge(?: V1 Compat)?$",
        ),
        HIDE,
        "A default (tensorflow/compiler/mlir/mlir_graph_optimization_pass.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/compiler/mlir/mlir_graph_optimization_pass.cc:80] Running MLIR "
            "Graph Optimization Passes (registered 2 passes)",
            "2026-01-02 03:04:05.678901: I tensorflow/compiler/mlir/tensorflow/transforms/mlir_bridge_pass.cc:45] "
            "Skipping MLIR TPU Bridge, session flag not enabled",
            "2026-01-02 03:04:05.678901: I tensorflow/compiler/mlir/tensorflow/transforms/mlir_bridge_pass.cc:49] "
            "Running MLIR TPU Bridge",
            "2026-01-02 03:04:05.678901: I tensorflow/compiler/mlir/mlir_graph_optimization_pass.cc:388] MLIR V1 "
            "optimization pass is not enabled",
            "2026-01-02 03:04:05.678901: I tensorflow/compiler/mlir/mlir_graph_optimization_pass.cc:185] None of the "
            "MLIR Optimization Passes are enabled (registered 2)",
            "2026-01-02 03:04:05.678901: I tensorflow/compiler/mlir/mlir_graph_optimization_pass.cc:154] MLIR Graph "
            "Optimization Passes. Enabled: 0, Disabled: 1, ShadowEnabled: 1, FallbackEnabled: 0, Total: 2",
            "2026-01-02 03:04:05.678901: I tensorflow/compiler/mlir/mlir_graph_optimization_pass.cc:337] Running MLIR "
            "Graph Optimization V1 Compat Passes (registered 1 passes)",
        ),
    ),
    Rule(
        "mlir-reproducer",
        NATIVE,
        ("dump_mlir_util.cc", "debug.cc"),
        ("disabling MLIR crash reproducer, set env var ", "MLIR crash reproducer is not enabled; set "),
        HIDE,
        "A default (tensorflow/compiler/mlir/tensorflow/utils/dump_mlir_util.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/compiler/mlir/tensorflow/utils/dump_mlir_util.cc:268] disabling "
            "MLIR crash reproducer, set env var `MLIR_CRASH_REPRODUCER_DIRECTORY` to enable.",
            "I0000 00:00:1795355631.823008   29633 debug.cc:68] MLIR crash reproducer is not enabled; set "
            "'MLIR_CRASH_REPRODUCER_DIRECTORY' environment variable to enable",
        ),
    ),
    Rule(
        "xla-bitcode",
        NATIVE,
        ("cpp_gen_intrinsics.cc",),
        (r"Empty bitcode string provided for \w+\. Optimizations relying on this IR will be disabled\.",),
        HIDE,
        "A part that this build of XLA does not have (xla/codegen/intrinsic/cpp/cpp_gen_intrinsics.cc).",
        (
            "W0102 03:04:05.678901   29633 cpp_gen_intrinsics.cc:74] Empty bitcode string provided for eigen. "
            "Optimizations relying on this IR will be disabled.",
        ),
    ),
    Rule(
        "pjrt-client",
        NATIVE,
        (
            "pjrt_client.cc",
            "pjrt_api.cc",
            "pjrt_c_api_client.cc",
            "pjrt_stream_executor_client.cc",
            "tfrt_cpu_pjrt_client.cc",
            "se_gpu_pjrt_client.cc",
            "tf_pjrt_client.cc",
            "cpu_client.cc",
            "gpu_client.cc",
            "se_gpu_client.cc",
            "tfrt_gpu_client.cc",
            "pjrt_computation_client.cc",
            "pjrt_registry.cc",
        ),
        (
            r"(?:TfrtCpuClient|PjRtCpuClient|PjRtCApiClient|TfPjRtClient) (?:created|destroyed)\.",
            r"TfrtGpuClient destroyed\.",
            r"CommonPjRtClient for \w+ (?:created|destroyed)\.",
            "TfrtGpuClient created with ",
            r"PJRT_Api is set for device type \w+",
            r"GetPjrtApi was found for \w+ at ",
            "The PJRT plugin has PJRT API version ",
            r"PJRT plugin for \w+ has PJRT API version \d",
        ),
        HIDE,
        "A success; jaxlib 0.4.16 printed it by mistake (xla/pjrt, jax#17664, jax#17879).",
        (
            "I0000 00:00:1795355631.823008   29633 pjrt_api.cc:110] PJRT plugin for TPU has PJRT API version 0.23. The "
            "framework PJRT API version is 0.23.",
            "I0000 00:00:1795355631.823008   29633 tfrt_cpu_pjrt_client.cc:349] TfrtCpuClient created.",
            "I0000 00:00:1795355631.823008   29633 pjrt_c_api_client.cc:110] PjRtCApiClient created.",
            "I0000 00:00:1795355631.823008   29633 cpu_client.cc:408] PjRtCpuClient destroyed.",
            "I0000 00:00:1795355631.823008   29633 tfrt_gpu_client.cc:1302] TfrtGpuClient destroyed.",
            "I0000 00:00:1795355631.823008   29633 cpu_client.cc:420] CommonPjRtClient for CPU created.",
            "I0000 00:00:1795355631.823008   29633 pjrt_api.cc:100] GetPjrtApi was found for tpu at /usr/lib/libtpu.so",
            "I0000 00:00:1795355631.823008   29633 pjrt_api.cc:72] PJRT_Api is set for device type tpu",
            "I0000 00:00:1795355631.823008   29633 pjrt_api.cc:146] The PJRT plugin has PJRT API version 0.40. The "
            "framework PJRT API version is 0.40.",
        ),
    ),
    Rule(
        "xla-memory",
        NATIVE,
        (
            "gpu_helpers.cc",
            "gpu_client.cc",
            "se_gpu_client.cc",
            "se_gpu_pjrt_client.cc",
            "tfrt_gpu_client.cc",
            "mps_client.cc",
            "local_client.cc",
            "nvidia_gpu_device.cc",
            "gpu_device.cc",
        ),
        (
            (
                r"XLA backend (?:allocating|will use up to) (?:\d+ bytes|[\d.]+ ?[KMGT]iB) on device \d+ for "
                r"(?:BFC|CollectiveBFC|Simple|CudaAsync)Allocator\."
            ),
            r"Using (?:BFC|Simple) allocator\.",
        ),
        HIDE,
        "A default of the allocator (xla/pjrt/gpu/gpu_helpers.cc, and mps_client.cc of jax-metal).",
        (
            "I0000 00:00:1795355631.823008   29633 gpu_helpers.cc:136] XLA backend allocating 12345678 bytes on device "
            "0 for BFCAllocator.",
            "I0000 00:00:1795355631.823008   29633 gpu_helpers.cc:177] XLA backend will use up to 12345678 bytes on "
            "device 0 for CollectiveBFCAllocator.",
            "2026-01-02 03:04:05.678901: I external/org_tensorflow/tensorflow/compiler/xla/pjrt/gpu_device.cc:285] "
            "Using BFC allocator.",
            "2026-01-02 03:04:05.678901: I external/org_tensorflow/tensorflow/compiler/xla/pjrt/nvidia_gpu_device.cc"
            ":42] XLA backend allocating 12345678 bytes on device 0 for BFCAllocator.",
            "2026-01-02 03:04:05.678901: I external/org_tensorflow/tensorflow/compiler/xla/python/local_client.cc:125] "
            "XLA backend allocating 12345678 bytes on device 0 for BFCAllocator.",
            "I0000 00:00:1795355631.823008   29633 gpu_helpers.cc:258] XLA backend allocating 10.50GiB on device 0 for "
            "BFCAllocator.",
            "I0000 00:00:1795355631.823008   29633 mps_client.cc:406] Using Simple allocator.",
        ),
    ),
    Rule(
        "libtpu-start",
        NATIVE,
        ("tpu_hal.cc", "device_util.cc", "init.cc", "tpu_version_flag.cc", "tpu_runtime_type_flags.cc"),
        (
            "Registered plugin from module: ",
            r"Found \d+ TPU [\w ]+ chips\.",
            r"Remote crash gathering hook installed\.",
            "Using auto-detected TPU version ",
            r"--tpu_use_tfrt not specified\. Using default value: ",
        ),
        HIDE,
        "libtpu tells of its parts at each start.",
        (
            "I0102 03:04:05.678901   29633 tpu_hal.cc:448] Registered plugin from module: breakpoint_debugger_server",
            "(pid=1234) I0102 03:04:05.678901   29633 device_util.cc:124] Found 4 TPU v5 lite chips.",
            "I0102 03:04:05.678901   29633 init.cc:78] Remote crash gathering hook installed.",
            "I0102 03:04:05.678901   29633 tpu_version_flag.cc:54] Using auto-detected TPU version TPU v6 lite",
            "I0102 03:04:05.678901   29633 tpu_runtime_type_flags.cc:79] --tpu_use_tfrt not specified. Using default "
            "value: true",
        ),
    ),
    Rule(
        "libtpu-opened",
        NATIVE,
        ("tpu_api_dlsym_initializer.cc", "tpu_initializer_helper.cc"),
        ("(?:Opening library|Libtpu path is): ",),
        HIDE,
        "Steps of a start; one that fails has another text (tensorflow/core/tpu/tpu_api_dlsym_initializer.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/tpu/tpu_api_dlsym_initializer.cc:116] Libtpu path is: "
            "libtpu.so",
        ),
    ),
    Rule(
        "graph-launch",
        NATIVE,
        ("graph_launch.cc",),
        ("Fallback to op-by-op mode because memset node breaks graph update",),
        HIDE,
        "XLA leaves out an optimization of its own, told at each step (xla/service/gpu/runtime, keras#19081).",
        (
            "W0000 00:00:1795355631.823008   29633 graph_launch.cc:671] Fallback to op-by-op mode because memset node "
            "breaks graph update",
        ),
    ),
    Rule(
        "xla-partitioner",
        NATIVE,
        ("shardy_xla_pass.cc",),
        (r"Using Shardy for XLA SPMD propagation\.$",),
        HIDE,
        "A default, at each compilation for several devices (xla/service/spmd/shardy/shardy_xla_pass.cc).",
        ("I0000 00:00:1795355631.823008   29633 shardy_xla_pass.cc:316] Using Shardy for XLA SPMD propagation.",),
    ),
    Rule(
        "xla-bridge",
        NATIVE,
        ("legalize_tf_mlir.cc", "legalize_tf_to_hlo.cc", "compile_tf_graph.cc"),
        ("Compiling MLIR computation to XLA HLO using ",),
        HIDE,
        "Which of its bridges TensorFlow takes, told once a process (compiler/mlir/tf2xla/api/v2/legalize_tf.cc).",
        (
            "I0000 00:00:1795355631.823008   29633 legalize_tf_to_hlo.cc:105] Compiling MLIR computation to XLA HLO "
            "using the Combined MLIR Tf2Xla Bridge.",
        ),
    ),
    Rule(
        "pjrt-ifrt-devices",
        NATIVE,
        ("pjrt_client.cc", "topology_util.cc"),
        (
            r"BuildGlobalTopology \w+ \S+->\d+$",
            r"PjRt-IFRT device count: total=\d+, addressable=\d+",
            "Addressable PjRt-IFRT device: ",
            r"\.\.\. \(omitted\) \.\.\.$",
        ),
        HIDE,
        "The devices that jax.devices() tells as well, at each start (xla/python/pjrt_ifrt/pjrt_client.cc).",
        (
            "I0000 00:00:1795355631.823008   29633 pjrt_client.cc:530] PjRt-IFRT device count: total=1, addressable=1",
            "I0000 00:00:1795355631.823008   29633 pjrt_client.cc:534] Addressable PjRt-IFRT device: CudaDevice(id=0)",
            "I0000 00:00:1795355631.823008   29633 pjrt_client.cc:537] ... (omitted) ...",
            "I0000 00:00:1795355631.823008   29633 topology_util.cc:202] BuildGlobalTopology id_to_slice_index 0->0",
        ),
    ),
    Rule(
        "coordination-polling",
        NATIVE,
        ("coordination_service_agent.cc", "preemption_sync_manager.cc"),
        (
            r"Polling for error from coordination service\. This (?:is a long-running RPC|thread will run until) ",
            r"Cancelling error polling because the service or the agent is shutting down\.",
            r"Cancelled call to retrieve preemption notice\. This is expected upon program shutdown\.",
            "Preemption sync protocol cancelled by notifier: (?:CANCELLED|Cancelled): ",
        ),
        HIDE,
        "Steps of a cluster that say of themselves that they are expected (coordination_service_agent.cc).",
        (
            "I0000 00:00:1795355631.823008   29633 coordination_service_agent.cc:429] Polling for error from "
            "coordination service. This is a long-running RPC that will return only if an error is encountered or "
            "cancelled (e.g. due to shutdown).",
            "I0000 00:00:1795355631.823008   29633 preemption_sync_manager.cc:159] Cancelled call to retrieve "
            "preemption notice. This is expected upon program shutdown.",
            "I0000 00:00:1795355631.823008   29633 preemption_sync_manager.cc:117] Preemption sync protocol cancelled "
            "by notifier: CANCELLED: Preemption notifier is being deleted.. This is expected during program shutdown.",
        ),
    ),
)
