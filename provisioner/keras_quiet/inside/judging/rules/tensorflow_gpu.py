"""TensorFlow and StreamExecutor on GPUs: libraries, devices, and a GPU that is not there."""

from typing import Tuple

from ...grammar.kinds import BARE, NATIVE
from ...grammar.rule import HIDE, HIDE_WITHOUT_GPU, ONCE, Rule
from . import SOURCE_TRACE, SOURCE_TRACE_SAMPLE

RULES: Tuple[Rule, ...] = (
    Rule(
        "cpu-pool-size",
        NATIVE,
        ("pool_allocator.cc",),
        (r"PoolAllocator: After \d+ get requests, ", r"Raising pool_size_limit_ from \d+ to \d+"),
        HIDE,
        "TensorFlow 0.x and 1.x tell of their own bookkeeping (common_runtime/gpu/pool_allocator.cc).",
        (
            "I tensorflow/core/common_runtime/gpu/pool_allocator.cc:244] PoolAllocator: After 1704 get requests, "
            "put_count=1321 evicted_count=1000 eviction_rate=0.75 and unsatisfied allocation rate=0.87",
            "I tensorflow/core/common_runtime/gpu/pool_allocator.cc:256] Raising pool_size_limit_ from 100 to 110",
        ),
    ),
    Rule(
        "factory-registered-twice",
        NATIVE,
        (
            "cuda_blas.cc",
            "cuda_dnn.cc",
            "cuda_fft.cc",
            "cuda_rng.cc",
            "cuda_platform.cc",
            "rocm_blas.cc",
            "rocm_dnn.cc",
            "rocm_fft.cc",
            "rocm_rng.cc",
            "rocm_platform.cc",
        ),
        (
            (
                r"Unable to register \w+ factory: (?:ALREADY_EXISTS: )?Attempting to register factory for plugin "
                r"\w+ when one has already been registered"
            ),
        ),
        HIDE,
        "Two copies of one plugin meet at import and nothing is lost, though it comes as an error (tensorflow#62075).",
        (
            "2026-01-02 03:04:05.678901: E external/local_xla/xla/stream_executor/cuda/cuda_fft.cc:477] Unable to "
            "register cuFFT factory: Attempting to register factory for plugin cuFFT when one has already been "
            "registered",
            "E0000 00:00:1795355631.823008   29633 cuda_dnn.cc:8310] Unable to register cuDNN factory: Attempting to "
            "register factory for plugin cuDNN when one has already been registered",
        ),
    ),
    Rule(
        "library-opened",
        NATIVE,
        ("dso_loader.cc",),
        ("Successfully opened dynamic library ", "successfully opened CUDA library "),
        HIDE,
        "A success (tensorflow/stream_executor/platform/default/dso_loader.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/stream_executor/platform/default/dso_loader.cc:49] Successfully "
            "opened dynamic library libcudart.so.10.1",
            "I c:\\tf_jenkins\\home\\workspace\\tensorflow\\stream_executor\\dso_loader.cc:135] successfully opened "
            "CUDA library cublas64_80.dll locally",
        ),
    ),
    Rule(
        "library-check-skipped",
        NATIVE,
        ("dlopen_checker_stub.cc", "py_utils.cc"),
        (
            r"GPU libraries are statically linked, skip dlopen check\.",
            "TensorRT libraries are statically linked, skip dlopen check",
        ),
        HIDE,
        "A property of the build (tensorflow/stream_executor/platform/default/dlopen_checker_stub.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/stream_executor/platform/default/dlopen_checker_stub.cc:25] GPU "
            "libraries are statically linked, skip dlopen check.",
            "2026-01-02 03:04:05.678901: I tensorflow/compiler/tf2tensorrt/utils/py_utils.cc:20] TensorRT libraries "
            "are statically linked, skip dlopen check",
        ),
    ),
    Rule(
        "cudnn-loaded",
        NATIVE,
        ("cuda_dnn.cc",),
        (r"Loaded cuDNN version \d+",),
        HIDE,
        "A success (xla/stream_executor/cuda/cuda_dnn.cc); a version that does not fit has another text.",
        ("2026-01-02 03:04:05.678901: I tensorflow/stream_executor/cuda/cuda_dnn.cc:369] Loaded cuDNN version 8101",),
    ),
    Rule(
        "tensorrt-library",
        NATIVE,
        ("dso_loader.cc",),
        (r"Could not load dynamic library '((?:lib)?nvinfer(?:_plugin)?[\w.]*)'; dlerror: (?:dlopen\()?\1[:, ]",),
        HIDE,
        "TensorRT is optional and Keras does not use it (tensorflow/compiler/tf2tensorrt, tensorflow#59849).",
        (
            "2026-01-02 03:04:05.678901: W tensorflow/stream_executor/platform/default/dso_loader.cc:64] Could not "
            "load dynamic library 'libnvinfer_plugin.so.7'; dlerror: libnvinfer_plugin.so.7: cannot open shared "
            "object file: No such file or directory",
        ),
    ),
    Rule(
        "tensorrt-missing",
        NATIVE,
        ("py_utils.cc",),
        (r"(?:TF-TRT Warning: )?(?:Could not find TensorRT|Cannot dlopen some TensorRT libraries\.)",),
        HIDE,
        "TensorRT is optional and Keras does not use it (tensorflow/compiler/tf2tensorrt/utils/py_utils.cc).",
        (
            "2026-01-02 03:04:05.678901: W tensorflow/compiler/tf2tensorrt/utils/py_utils.cc:38] TF-TRT Warning: "
            "Could not find TensorRT",
            "2026-01-02 03:04:05.678901: W tensorflow/compiler/tf2tensorrt/utils/py_utils.cc:30] Cannot dlopen some "
            "TensorRT libraries. If you would like to use Nvidia GPU with TensorRT, please make sure the missing "
            "libraries mentioned above are installed properly.",
        ),
    ),
    Rule(
        "cudart-stub",
        NATIVE,
        ("cudart_stub.cc",),
        (
            r"Could not find cuda drivers on your machine, GPU will not be used\.",
            r"Ignore above cudart dlerror if you do not have a GPU set up on your machine\.",
        ),
        HIDE_WITHOUT_GPU,
        "Obvious on a machine without a GPU; on a machine with a GPU it says why training is slow (xla/tsl/cuda).",
        (
            "2026-01-02 03:04:05.678901: I external/local_xla/xla/tsl/cuda/cudart_stub.cc:32] Could not find cuda "
            "drivers on your machine, GPU will not be used.",
            "I0000 00:00:1795355631.826861   29633 cudart_stub.cc:31] Could not find cuda drivers on your machine, "
            "GPU will not be used.",
            "2026-01-02 03:04:05.678901: I tensorflow/stream_executor/cuda/cudart_stub.cc:29] Ignore above cudart "
            "dlerror if you do not have a GPU set up on your machine.",
        ),
    ),
    Rule(
        "cuda-library",
        NATIVE,
        ("dso_loader.cc",),
        (
            (
                r"Could not load dynamic library '((?:lib|nv)cuda(?:rt)?[\w.]*|cudart\w*\.dll)'; dlerror: "
                r"(?:dlopen\()?\1(?:[:,]| not found)"
            ),
            r"Couldn't open CUDA library (?:libcuda\.so[\w.]*|nvcuda\.dll)(?:\. LD_LIBRARY_PATH: |$)",
        ),
        HIDE_WITHOUT_GPU,
        "Looked for at each start of TensorFlow 2.0 to 2.11, with a GPU or without (dso_loader.cc).",
        (
            "2026-01-02 03:04:05.678901: W tensorflow/stream_executor/platform/default/dso_loader.cc:60] Could not "
            "load dynamic library 'libcudart.so.11.0'; dlerror: libcudart.so.11.0: cannot open shared object file: No "
            "such file or directory",
            "2026-01-02 03:04:05.678901: W tensorflow/stream_executor/platform/default/dso_loader.cc:55] Could not "
            "load dynamic library 'libcuda.so.1'; dlerror: libcuda.so.1: cannot open shared object file: No such file "
            "or directory; LD_LIBRARY_PATH: /usr/lib64",
            "2026-01-02 03:04:05.678901: W tensorflow/stream_executor/platform/default/dso_loader.cc:60] Could not "
            "load dynamic library 'cudart64_110.dll'; dlerror: cudart64_110.dll not found",
            "2026-01-02 03:04:05.678901: W tensorflow/stream_executor/platform/default/dso_loader.cc:60] Could not "
            "load dynamic library 'nvcuda.dll'; dlerror: nvcuda.dll not found",
            "I tensorflow/stream_executor/dso_loader.cc:120] Couldn't open CUDA library libcuda.so.1. LD_LIBRARY_PATH: "
            "/usr/local/cuda/lib64",
        ),
    ),
    Rule(
        "cuinit-unknown-error",
        NATIVE,
        ("cuda_platform.cc", "cuda_driver.cc"),
        (r"failed call to cuInit: (?:INTERNAL: CUDA error: Failed call to cuInit: )?UNKNOWN ERROR \(303\)",),
        HIDE_WITHOUT_GPU,
        "303 means that libcuda was not found; on a machine with a GPU, that the driver is broken (tensorflow#39956).",
        (
            "E0000 00:00:1795355632.099120   29633 cuda_platform.cc:52] failed call to cuInit: INTERNAL: CUDA error: "
            "Failed call to cuInit: UNKNOWN ERROR (303)",
            "2026-01-02 03:04:05.678901: W tensorflow/stream_executor/cuda/cuda_driver.cc:269] failed call to cuInit: "
            "UNKNOWN ERROR (303)",
            "E0000 00:00:1795355632.099120   29633 cuda_platform.cc:57] failed call to cuInit: INTERNAL: CUDA error: "
            "Failed call to cuInit: UNKNOWN ERROR (303)" + SOURCE_TRACE_SAMPLE,
        ),
        continues=SOURCE_TRACE,
    ),
    Rule(
        "no-kernel-driver",
        NATIVE,
        ("cuda_diagnostics.cc",),
        (
            "kernel driver does not appear to be (?:running|installed) on this host ",
            'env: CUDA_VISIBLE_DEVICES="',
            "retrieving CUDA diagnostic information for host: ",
            r"hostname: \S+$",
            r"verbose logging is disabled\. Rerun with verbose logging ",
        ),
        HIDE_WITHOUT_GPU,
        "Follows a failed cuInit; with a GPU it names the driver that is missing (cuda_diagnostics.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/stream_executor/cuda/cuda_diagnostics.cc:169] retrieving CUDA "
            "diagnostic information for host: box",
            "2026-01-02 03:04:05.678901: I tensorflow/stream_executor/cuda/cuda_diagnostics.cc:176] hostname: box",
            "I0000 00:00:1795355631.823008   29633 cuda_diagnostics.cc:160] verbose logging is disabled. Rerun with "
            "verbose logging (usually --v=1 or --vmodule=cuda_diagnostics=1) to get more diagnostic output from this "
            "module",
            "2026-01-02 03:04:05.678901: I tensorflow/stream_executor/cuda/cuda_diagnostics.cc:156] kernel driver does "
            "not appear to be running on this host (box): /proc/driver/nvidia/version does not exist",
            "I tensorflow/stream_executor/cuda/cuda_diagnostics.cc:131] kernel driver does not appear to be installed "
            "on this host (box)",
            'I0000 00:00:1795355631.823008   29633 cuda_diagnostics.cc:154] env: CUDA_VISIBLE_DEVICES="0"',
        ),
    ),
    Rule(
        "device-created",
        NATIVE,
        ("gpu_device.cc", "pluggable_device_factory.cc"),
        (r"Created (?:TensorFlow )?device \(?/job:", r"Creating TensorFlow device \("),
        HIDE,
        "A success (tensorflow/core/common_runtime/gpu/gpu_device.cc).",
        (
            "I0000 00:00:1795355631.823008   29633 gpu_device.cc:2022] Created device "
            "/job:localhost/replica:0/task:0/device:GPU:0 with 13764 MB memory:  -> device: 0, name: Tesla T4, pci bus "
            "id: 0000:00:04.0, compute capability: 7.5",
            "2026-01-02 03:04:05.678901: I tensorflow/core/common_runtime/gpu/gpu_device.cc:1120] Creating TensorFlow "
            "device (/device:GPU:0) -> (device: 0, name: Tesla K80, pci bus id: 0000:00:04.0, compute capability: 3.7)",
            "2026-01-02 03:04:05.678901: I tensorflow/core/common_runtime/pluggable_device/"
            "pluggable_device_factory.cc:271] Created TensorFlow device (/job:localhost/replica:0/task:0/device:GPU:0 "
            "with 0 MB memory) -> physical PluggableDevice (device: 0, name: METAL, pci bus id: <undefined>)",
        ),
    ),
    Rule(
        "device-found",
        NATIVE,
        ("gpu_device.cc", "gpu_init.cc"),
        (r"Found device \d+ with properties: ?$",),
        HIDE,
        "The data sheet of each GPU at each start (tensorflow/core/common_runtime/gpu/gpu_device.cc before 2.5).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/common_runtime/gpu/gpu_device.cc:1433] Found device 0 with "
            "properties: ",
            (
                "2026-01-02 03:04:05.678901: I tensorflow/core/common_runtime/gpu/gpu_device.cc:1433] Found device 0 "
                "with properties: \nname: Tesla K80 major: 3 minor: 7 memoryClockRate(GHz): 0.8235\npciBusID: "
                "0000:00:04.0\ntotalMemory: 11.17GiB freeMemory: 11.09GiB"
            ),
            (
                "I tensorflow/core/common_runtime/gpu/gpu_device.cc:885] Found device 0 with properties: \nname: "
                "GeForce GTX 1080\nmajor: 6 minor: 1 memoryClockRate (GHz) 1.7335\npciBusID 0000:01:00.0\nTotal "
                "memory: 7.92GiB\nFree memory: 7.46GiB"
            ),
            (
                "2026-01-02 03:04:05.678901: I tensorflow/core/common_runtime/gpu/gpu_device.cc:1733] Found device 0 "
                "with properties: \npciBusID: 0000:00:04.0 name: Tesla T4 computeCapability: 7.5\ncoreClock: 1.59GHz "
                "coreCount: 40 deviceMemorySize: 14.73GiB deviceMemoryBandwidth: 298.08GiB/s"
            ),
        ),
        continues=(
            r"name: .{1,100} major: \d+ minor: \d+ memoryClockRate\(GHz\): [\d.]+$",
            r"name: [^:]{1,100}$",
            r"major: \d+ minor: \d+ memoryClockRate \(GHz\) [\d.]+$",
            (
                r"pciBusID:? [0-9a-fA-F:.]+(?: name: .{1,100} (?:computeCapability: [\d.]+|ROCm AMD ?GPU "
                r"(?:Arch|ISA): \w+))?$"
            ),
            r"totalMemory: [\d.]{1,20}\w{1,8} freeMemory: [\d.]{1,20}\w{1,8}$",
            (
                r"coreClock: [\d.]+GHz coreCount: \d+ deviceMemorySize: [\d.]{1,20}\w{1,8} "
                r"deviceMemoryBandwidth: [\d.]{1,20}\w{1,8}/s$"
            ),
            r"Total memory: [\d.]{1,20}\w{1,8}$",
            r"Free memory: [\d.]{1,20}\w{1,8}$",
        ),
    ),
    Rule(
        "device-visible",
        NATIVE,
        ("gpu_device.cc",),
        (r"Adding visible gpu devices: \d",),
        HIDE,
        "A success (tensorflow/core/common_runtime/gpu/gpu_device.cc); a GPU that is left out has another text.",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/common_runtime/gpu/gpu_device.cc:1512] Adding visible gpu "
            "devices: 0, 1",
        ),
    ),
    Rule(
        "device-matrix",
        NATIVE,
        ("gpu_device.cc", "gpu_init.cc"),
        (
            r"Device interconnect StreamExecutor with strength \d+ edge matrix:",
            "Device peer to peer matrix$",
            r"DMA: [\d ]+$",
            r" *\d+(?: \d+)* ?$",
            r"\d+: +[NY](?: [NY])* ?$",
        ),
        HIDE,
        "A table of which GPU reaches which, one native line a row (gpu_device.cc, before 1.0 gpu_init.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/common_runtime/gpu/gpu_device.cc:1051] Device peer to peer "
            "matrix",
            "2026-01-02 03:04:05.678901: I tensorflow/core/common_runtime/gpu/gpu_device.cc:984] Device interconnect "
            "StreamExecutor with strength 1 edge matrix:",
            "2026-01-02 03:04:05.678901: I tensorflow/core/common_runtime/gpu/gpu_device.cc:990]      0 1 ",
            "2026-01-02 03:04:05.678901: I tensorflow/core/common_runtime/gpu/gpu_device.cc:1003] 0:   N Y ",
            "I tensorflow/core/common_runtime/gpu/gpu_init.cc:126] DMA: 0 ",
        ),
    ),
    Rule(
        "numa-node",
        NATIVE,
        (
            "cuda_gpu_executor.cc",
            "cuda_executor.cc",
            "gpu_executor.cc",
            "rocm_gpu_executor.cc",
            "rocm_executor.cc",
            "read_numa_node.cc",
        ),
        (
            (
                r"successful NUMA node read from SysFS had negative value \(-\d+\), but there must be at least one "
                "NUMA node"
            ),
            "could not open file to read NUMA node: ",
            r"no PCI bus ID for device ordinal: \d+$",
            "(?:ARM64|OS X|TEGRA) does not support NUMA - returning NUMA node zero",
        ),
        HIDE,
        "A machine with one memory bank, told many times (cuda_gpu_executor.cc; the maintainers call it benign).",
        (
            "2026-01-02 03:04:05.678901: I external/local_xla/xla/stream_executor/cuda/cuda_executor.cc:901] "
            "successful NUMA node read from SysFS had negative value (-1), but there must be at least one NUMA node, "
            "so returning NUMA node zero.",
            "I0000 00:00:1795355631.823008   29633 read_numa_node.cc:25] no PCI bus ID for device ordinal: 0",
            "I0000 00:00:1795355631.823008   29633 read_numa_node.cc:64] successful NUMA node read from SysFS had "
            "negative value (-1), but there must be at least one NUMA node, so returning NUMA node zero.",
            "E tensorflow/stream_executor/cuda/cuda_gpu_executor.cc:870] could not open file to read NUMA node: "
            "/sys/bus/pci/devices/0000:01:00.0/numa_node",
            "2026-01-02 03:04:05.678901: I tensorflow/stream_executor/cuda/cuda_gpu_executor.cc:992] ARM64 does not "
            "support NUMA - returning NUMA node zero",
            (
                "E tensorflow/stream_executor/cuda/cuda_gpu_executor.cc:870] could not open file to read NUMA node: "
                "/sys/bus/pci/devices/0000:01:00.0/numa_node\nYour kernel may have been built without NUMA support."
            ),
        ),
        continues=(r"Your kernel may have been built without NUMA support\.$",),
    ),
    Rule(
        "numa-node-0.7",
        BARE,
        (),
        (r"cuda_gpu_executor\.cc  could not open file to read NUMA node: /sys/bus/pci/devices/",),
        HIDE,
        "The line on memory banks of TensorFlow 0.7, as its users copied it, without the prefix.",
        ("cuda_gpu_executor.cc  could not open file to read NUMA node: /sys/bus/pci/devices/0000:01:00.0/numa_node",),
    ),
    Rule(
        "numa-node-unknown",
        NATIVE,
        ("gpu_device.cc", "pluggable_device_factory.cc"),
        (r"Could not identify NUMA node of [\w/: ]{1,80}, defaulting to 0\.",),
        HIDE,
        "An unknown memory bank, with Apple's plugin and others (pluggable_device_factory.cc).",
        (
            "I tensorflow/core/common_runtime/gpu/gpu_device.cc:871] Could not identify NUMA node of /gpu:0, "
            "defaulting to 0.  Your kernel may not have been built with NUMA support.",
            "2026-01-02 03:04:05.678901: I tensorflow/core/common_runtime/gpu/gpu_device.cc:1157] Could not identify "
            "NUMA node of CUDA gpu id 0, defaulting to 0. Your kernel may not have been built with NUMA support.",
            "2026-01-02 03:04:05.678901: I tensorflow/core/common_runtime/pluggable_device/"
            "pluggable_device_factory.cc:305] Could not identify NUMA node of platform GPU ID 0, defaulting to 0. Your "
            "kernel may not have been built with NUMA support.",
        ),
    ),
    Rule(
        "metal-device",
        NATIVE,
        ("metal_device.cc",),
        ("Metal device set to: ", "systemMemory: ", "maxCacheSize: "),
        HIDE,
        "tensorflow-metal names its device at each start (metal_plugin/src/device/metal_device.cc).",
        (
            "2026-01-02 03:04:05.678901: I metal_plugin/src/device/metal_device.cc:1154] Metal device set to: Apple M1",
            "2026-01-02 03:04:05.678901: I metal_plugin/src/device/metal_device.cc:296] systemMemory: 16.00 GB",
        ),
    ),
    Rule(
        "metal-device-bare",
        BARE,
        (),
        (r"Metal device set to: (?:Apple M\d{1,2}|AMD Radeon|Intel)[\w ()+-]{0,60}$",),
        HIDE,
        "tensorflow-metal before 1.0 and jax-metal name their device at each start, without a prefix.",
        ("Metal device set to: Apple M1 Pro\n\nsystemMemory: 16.00 GB\nmaxCacheSize: 5.33 GB\n",),
        continues=(r"$", r"systemMemory: [\d.]+ GB$", r"maxCacheSize: [\d.]+ GB$"),
    ),
    Rule(
        "gpu-solver",
        NATIVE,
        ("cuda_solvers.cc", "gpu_solvers.cc", "rocm_solvers.cc", "cuda_sparse.cc", "rocm_sparse.cc"),
        (r"Creating (?:Cuda|Gpu|ROCm|Rocm)(?:Solver|Sparse) handles for stream ",),
        HIDE,
        "A success (tensorflow/core/util/cuda_solvers.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/util/cuda_solvers.cc:180] Creating GpuSolver handles for "
            "stream 0x7f0123456789",
            "2026-01-02 03:04:05.678901: I tensorflow/core/util/cuda_sparse.cc:120] Creating CudaSparse handles for "
            "stream 0x7f0123456789",
        ),
    ),
    Rule(
        "stream-priority",
        NATIVE,
        ("stream_executor_internal.h",),
        (r"SetPriority unimplemented for this stream\.",),
        HIDE,
        "A default of the interface, which TensorFlow 2.15 calls on every device (stream_executor_internal.h:177).",
        (
            "2026-01-02 03:04:05.678901: E external/local_xla/xla/stream_executor/stream_executor_internal.h:177] "
            "SetPriority unimplemented for this stream.",
        ),
    ),
    Rule(
        "autotune",
        NATIVE,
        (
            "conv_ops.cc",
            "conv_ops_3d.cc",
            "conv_ops_fused_impl.h",
            "conv_grad_ops.cc",
            "conv_grad_input_ops.cc",
            "conv_grad_filter_ops.cc",
            "conv_grad_ops_3d.cc",
        ),
        ("running auto-tune for ",),
        HIDE,
        "TensorFlow for ROCm tells of each convolution that it tunes (tensorflow/core/kernels/conv_ops.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/kernels/conv_grad_input_ops.cc:981] running auto-tune for "
            "Backward-Data",
        ),
    ),
    Rule(
        "rocm-fusion",
        NATIVE,
        ("gpu_fusion_pass.cc",),
        (r"ROCm Fusion is enabled\.",),
        HIDE,
        "A success, at each graph (tensorflow-upstream, gpu_fusion_pass.cc, legacy-rocm-build#1594).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/common_runtime/gpu_fusion_pass.cc:507] ROCm Fusion is "
            "enabled.",
        ),
    ),
    Rule(
        "delay-kernel",
        NATIVE,
        ("gpu_timer.cc", "cuda_timer.cc", "rocm_timer.cc", "cuda_executor.cc"),
        (
            "Skipping the delay kernel(?: as it's not supported)?, measurement accuracy will be reduced",
            "Delay kernel timed out: measured time has ",
        ),
        HIDE,
        "The autotuner on the quality of its own clock, thousands of times (xla gpu_timer.cc, tensorflow#73487).",
        (
            "2026-01-02 03:04:05.678901: W external/local_xla/xla/stream_executor/cuda/cuda_executor.cc:742] Skipping "
            "the delay kernel as it's not supported, measurement accuracy will be reduced.",
            "2026-01-02 03:04:05.678901: W external/local_xla/xla/stream_executor/gpu/gpu_timer.cc:114] Skipping the "
            "delay kernel, measurement accuracy will be reduced",
            "E0102 03:04:05.678901   29633 cuda_timer.cc:86] Delay kernel timed out: measured time has sub-optimal "
            "accuracy. There may be a missing warmup execution, please investigate in Nsight Systems.",
        ),
    ),
    Rule(
        "dot-search-space",
        NATIVE,
        ("dot_search_space.cc",),
        (r"All configs were filtered out because none of them sufficiently match the hints\.",),
        HIDE,
        "The autotuner widens its search, again and again (xla dot_search_space.cc, keras-hub#2686).",
        (
            "W0000 00:00:1795355631.823008   29633 dot_search_space.cc:200] All configs were filtered out because none "
            "of them sufficiently match the hints. Maybe the hints set does not contain a good representative set of "
            "valid configs? Working around this by using the full hints set instead.",
        ),
    ),
    Rule(
        "ptxas-spills",
        NATIVE,
        ("subprocess_compilation.cc", "asm_compiler.cc", "cuda_asm_compiler.cc", "nvptx_compiler.cc"),
        ("ptxas warning : Registers are spilled to local memory in function ",),
        HIDE,
        "The autotuner tries kernels that it then does not take (xla/stream_executor/cuda/subprocess_compilation.cc).",
        (
            "2026-01-02 03:04:05.678901: I external/local_xla/xla/stream_executor/cuda/subprocess_compilation.cc:346] "
            "ptxas warning : Registers are spilled to local memory in function 'gemm_fusion_dot_7', 8 bytes spill "
            "stores, 8 bytes spill loads\nptxas warning : Registers are spilled to local memory in function "
            "'fusion_9', 8 bytes spill stores, 8 bytes spill loads\n",
        ),
        continues=(
            (
                r"ptxas warning : Registers are spilled to local memory in function '\w{1,200}', \d+ bytes spill "
                r"stores, \d+ bytes spill loads$"
            ),
            "$",
        ),
    ),
    Rule(
        "ptxas-version",
        NATIVE,
        (
            "asm_compiler.cc",
            "cuda_asm_compiler.cc",
            "ptxas_utils.cc",
            "nvptx_compiler.cc",
            "gpu_compiler.cc",
            "stream_executor_util.cc",
        ),
        (
            r"Couldn't invoke \S{0,300}ptxas(?:\.exe)? --version$",
            r"Running \S{0,300}ptxas(?:\.exe)? --version returned \d+",
            "Couldn't get ptxas version (?:string)?: ",
        ),
        HIDE,
        "The optional ptxas does not start and the driver compiles instead (stream_executor/gpu/asm_compiler.cc).",
        (
            "2026-01-02 03:04:05.678901: W tensorflow/stream_executor/gpu/asm_compiler.cc:63] Running ptxas --version "
            "returned 256",
            "2026-01-02 03:04:05.678901: W tensorflow/compiler/xla/service/gpu/nvptx_compiler.cc:346] Couldn't invoke "
            "/usr/local/cuda/bin/ptxas --version",
            "2026-01-02 03:04:05.678901: W tensorflow/stream_executor/cuda/ptxas_utils.cc:68] Running ptxas --version "
            "returned 256",
            "2026-01-02 03:04:05.678901: W tensorflow/stream_executor/gpu/asm_compiler.cc:77] Running "
            "/usr/local/cuda/bin/ptxas --version returned 32512",
            "2026-01-02 03:04:05.678901: W tensorflow/stream_executor/gpu/asm_compiler.cc:111] Couldn't get ptxas "
            "version string: Internal: Running ptxas --version returned 256",
            "2026-01-02 03:04:05.678901: W tensorflow/stream_executor/gpu/asm_compiler.cc:80] Couldn't get ptxas "
            "version : FAILED_PRECONDITION: Couldn't get ptxas/nvlink version string: INTERNAL: Couldn't invoke ptxas "
            "--version",
        ),
    ),
    Rule(
        "ptxas-missing",
        NATIVE,
        ("nvptx_compiler.cc", "asm_compiler.cc"),
        (
            r"Can't find ptxas binary in \$\{CUDA_DIR\}/bin\.  Will back to the GPU driver for PTX -> sass "
            r"compilation\.  This is OK so long as you don't see a warning below",
        ),
        HIDE,
        (
            "The optional ptxas is missing, and the line says that this is fine; an old driver has its own "
            "warning (xla nvptx_compiler.cc)."
        ),
        (
            "2026-01-02 03:04:05.678901: W tensorflow/compiler/xla/service/gpu/nvptx_compiler.cc:467] Can't find ptxas "
            "binary in ${CUDA_DIR}/bin.  Will back to the GPU driver for PTX -> sass compilation.  This is OK so long "
            "as you don't see a warning below about an out-of-date driver version. Custom ptxas location can be "
            "specified using $PATH.",
        ),
    ),
    Rule(
        "ptxas-fallback",
        NATIVE,
        ("redzone_allocator.cc", "redzone_allocator_kernel_cuda.cc", "buffer_comparator.cc", "precompiled_kernels.cc"),
        (
            (
                r"(?:Internal|INTERNAL): (?:ptxas exited with non-zero error code -?\d+, output: ?$|Invoking "
                "(?:ptxas not supported on Windows|GPU asm compilation is supported on Cuda non-Windows)"
                r"|Failed to launch ptxas|Couldn't invoke \S{0,300}ptxas(?:\.exe)? --version)"
            ),
            r"(?:Not found|NOT_FOUND): \S{0,300}ptxas(?:\.exe)? not found",
            r"(?:Not found|NOT_FOUND): Couldn't find a suitable version of ptxas",
        ),
        HIDE,
        "The optional ptxas is missing, and the driver compiles instead (redzone_allocator.cc).",
        (
            "2026-01-02 03:04:05.678901: W tensorflow/stream_executor/gpu/redzone_allocator.cc:314] Internal: ptxas "
            "exited with non-zero error code 256, output: ",
            "2026-01-02 03:04:05.678901: W tensorflow/stream_executor/gpu/redzone_allocator.cc:312] Internal: Invoking "
            "GPU asm compilation is supported on Cuda non-Windows platforms only",
            "2026-01-02 03:04:05.678901: W tensorflow/stream_executor/gpu/redzone_allocator.cc:312] Internal: Invoking "
            "ptxas not supported on Windows",
            "2026-01-02 03:04:05.678901: W tensorflow/stream_executor/gpu/redzone_allocator.cc:314] Not found: "
            "./bin/ptxas not found\nRelying on driver to perform ptx compilation. \nModify $PATH to customize ptxas "
            "location.\nThis message will be only logged once.",
            "W0000 00:00:1795355631.823008   29633 redzone_allocator_kernel_cuda.cc:131] INTERNAL: Failed to "
            "launch ptxas" + SOURCE_TRACE_SAMPLE,
            "2026-01-02 03:04:05.678901: W tensorflow/compiler/xla/service/gpu/buffer_comparator.cc:641] INTERNAL: "
            "Couldn't invoke ptxas --version\nRelying on driver to perform ptx compilation. \nSetting "
            "XLA_FLAGS=--xla_gpu_cuda_data_dir=/path/to/cuda  or modifying $PATH can be used to set the location of "
            "ptxas\nThis message will only be logged once.",
            (
                "2026-01-02 03:04:05.678901: W tensorflow/stream_executor/gpu/redzone_allocator.cc:314] Internal: "
                "ptxas exited with non-zero error code 256, output: \nRelying on driver to perform ptx compilation. "
                "\nSetting XLA_FLAGS=--xla_gpu_cuda_data_dir=/path/to/cuda  or modifying $PATH can be used to set "
                "the location of ptxas\nModify $PATH to customize ptxas location.\nThis message will be only logged "
                "once."
            ),
        ),
        continues=(
            r"Relying on driver to perform ptx compilation\.? ?$",
            r"Modify \$PATH to customize ptxas location\. ?$",
            (
                r"Setting XLA_FLAGS=--xla_gpu_cuda_data_dir=\S+ +or modifying \$PATH can be used to set the location "
                r"of ptxas\.? ?$"
            ),
            r"This message will (?:be only|only be) logged once\.$",
            *SOURCE_TRACE,
        ),
    ),
    Rule(
        "ptxas-spawn",
        NATIVE,
        ("subprocess.cc",),
        (r"Start cannot (?:spawn|fork\(\)) child process: No such file or directory",),
        HIDE,
        "TensorFlow's own look for the optional ptxas (tensorflow/core/platform/default/subprocess.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/platform/default/subprocess.cc:304] Start cannot spawn "
            "child process: No such file or directory",
        ),
    ),
    Rule(
        "nccl-plans",
        NATIVE,
        ("nccl",),
        (
            (
                "INFO (?:NET/(?:Plugin ?:|Socket : Using|IB : (?:Using|No device found))|P2P Chunksize set to "
                r"\d|Channel \d+(?:/\d+)? ?:|Trees \[\d+\]|Connected all (?:rings|trees)|threadThresholds |\d+ coll "
                r"channels|comm 0x\w+ rank \d+ )"
            ),
        ),
        HIDE,
        "How NCCL wires its channels; a user who sets NCCL_DEBUG asks for it, and then it is shown (nccl/src/init.cc).",
        (
            "worker-0:1013:1261 [0] NCCL INFO NET/Plugin : No plugin found (libnccl-net.so), using internal one",
            "worker-0:30:538 [2] NCCL INFO P2P Chunksize set to 131072",
            "worker-0:30:538 [2] NCCL INFO Connected all rings",
        ),
        asked_by=("NCCL_DEBUG",),
    ),
    Rule(
        "no-device",
        NATIVE,
        (
            "cuda_driver.cc",
            "cuda_platform.cc",
            "cuda_diagnostics.cc",
        ),
        (
            (
                "failed call to cuInit: (?:INTERNAL: CUDA error: Failed call to cuInit: )?CUDA_ERROR_NO_DEVICE: no "
                "CUDA-capable device is detected"
            ),
            "no NVIDIA GPU device is present: /dev/nvidia0 does not exist",
        ),
        HIDE_WITHOUT_GPU,
        (
            "Obvious in an image with a driver on a machine without a GPU, but not on a machine with a GPU "
            "(cuda_driver.cc, cuda_diagnostics.cc)."
        ),
        (
            (
                "2026-01-02 03:04:05.678901: E tensorflow/stream_executor/cuda/cuda_driver.cc:271] failed call to "
                "cuInit: CUDA_ERROR_NO_DEVICE: no CUDA-capable device is detected" + SOURCE_TRACE_SAMPLE
            ),
            (
                "2026-01-02 03:04:05.678901: I tensorflow/stream_executor/cuda/cuda_diagnostics.cc:163] no NVIDIA "
                "GPU device is present: /dev/nvidia0 does not exist"
            ),
        ),
        continues=SOURCE_TRACE,
    ),
    Rule(
        "ptxas-too-old",
        NATIVE,
        ("asm_compiler.cc", "subprocess_compilation.cc", "cuda_asm_compiler.cc"),
        (
            "Falling back to the CUDA driver for PTX compilation; ptxas does not support CC ",
            r"Used ptxas at \S+$",
        ),
        ONCE,
        "Told of each kernel where the GPU is newer than the toolkit (xla/stream_executor/gpu/asm_compiler.cc).",
        (
            "2026-01-02 03:04:05.678901: W external/local_xla/xla/stream_executor/gpu/asm_compiler.cc:234] Falling "
            "back to the CUDA driver for PTX compilation; ptxas does not support CC 8.9",
            "2026-01-02 03:04:05.678901: W external/local_xla/xla/stream_executor/gpu/asm_compiler.cc:237] Used ptxas "
            "at /usr/local/cuda/bin/ptxas",
        ),
    ),
    Rule(
        "autotuner-workarounds",
        NATIVE,
        (
            "fusion_emitter.cc",
            "fusion_emitter_legacy_matmul.cc",
            "fusion.cc",
            "gemm_fusion_autotuner.cc",
            "triton_autotuner.cc",
            "triton_fusion_emitter.cc",
            "ir_emitter_unnested.cc",
        ),
        (
            r"Triton does not support sm_\d+ yet\. Passing CC [\d.]+ to avoid spurious ",
            "Using fallback triton GEMM config for op ",
            r"Compiling \d+ configs for \d+ (?:fusions )?on a single thread\.",
        ),
        ONCE,
        "XLA's way around, told of each kernel (xla/backends/gpu/codegen/triton/fusion_emitter.cc).",
        (
            "W0000 00:00:1795355631.823008   29633 fusion_emitter.cc:1340] Triton does not support sm_120 yet. Passing "
            'CC 10.0 to avoid spurious "unsupported conversion" errors',
            "W0000 00:00:1795355631.823008   29633 fusion_emitter_legacy_matmul.cc:2300] Using fallback triton GEMM "
            "config for op gemm_fusion_dot.1",
            "W0000 00:00:1795355631.823008   29633 gemm_fusion_autotuner.cc:960] Compiling 24 configs for 2 fusions on "
            "a single thread.",
        ),
    ),
    Rule(
        "library-check-cpu",
        NATIVE,
        ("dlopen_checker.cc", "dlopen_checker_stub.cc"),
        (r"Not built with GPU enabled\. Skip GPU library dlopen check\.",),
        HIDE_WITHOUT_GPU,
        "A build for the CPU says so, which is news on a machine with a GPU (tsl/platform/default/dlopen_checker.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/stream_executor/platform/default/dlopen_checker.cc:49] Not built "
            "with GPU enabled. Skip GPU library dlopen check.",
        ),
    ),
    Rule(
        "gpu-memory-pool",
        NATIVE,
        ("gpu_bfc_allocator.cc", "gpu_region_allocator.cc"),
        (
            r"Allocating [\d.]+[KMGT]?i?B bytes\.$",
            r"GPU \d+ memory begins at 0x[0-9a-f]+ extends to 0x[0-9a-f]+$",
            r"Creating bin of max chunk size [\d.]+[KMGT]?i?B$",
            r"Setting region size to \d+$",
        ),
        HIDE,
        "TensorFlow 0.5 to 0.7 laid out the GPU's memory at each session (common_runtime/gpu/gpu_bfc_allocator.cc).",
        (
            "I tensorflow/core/common_runtime/gpu/gpu_bfc_allocator.cc:49] Allocating 10.50GiB bytes.",
            "I tensorflow/core/common_runtime/gpu/gpu_bfc_allocator.cc:59] GPU 0 memory begins at 0x704a80000 extends "
            "to 0x9a2cfa400",
            "I tensorflow/core/common_runtime/gpu/gpu_bfc_allocator.cc:73] Creating bin of max chunk size 1.0KiB",
            "I tensorflow/core/common_runtime/gpu/gpu_region_allocator.cc:47] Setting region size to 3847000064",
        ),
    ),
    Rule(
        "directml-start",
        NATIVE,
        ("logging.cc", "dml_device_cache.cc"),
        (
            r"Successfully opened dynamic library (?:lib)?(?:directml|d3d12|d3d12core|dxcore|dxgi|kernel32)\.",
            r"DirectML: creating device on adapter \d+ \(",
            r"DirectML device enumeration: found [1-9]\d* compatible adapters\.",
        ),
        HIDE,
        "The start of a GPU that works, which the plugin tells by tensorflow/c/logging.cc (tfdml/core).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/c/logging.cc:34] Successfully opened dynamic library "
            "libdirectml.0123456789abcdef0123456789abcdef01234567.so",
            "2026-01-02 03:04:05.678901: I tensorflow/c/logging.cc:34] DirectML: creating device on adapter 0 (NVIDIA "
            "GeForce RTX 3060)",
            "2026-01-02 03:04:05.678901: I tensorflow/core/common_runtime/dml/dml_device_cache.cc:250] DirectML device "
            "enumeration: found 1 compatible adapters.",
        ),
    ),
    Rule(
        "itex-start",
        NATIVE,
        ("itex_gpu_wrapper.cc", "itex_cpu_wrapper.cc", "itex_gpu_runtime.cc"),
        (
            r"Intel Extension for Tensorflow\* (?:GPU|(?:AVX512|AVX2) CPU) backend is loaded\.$",
            r"Selected platform: Intel\(R\) [\w() -]{1,60}$",
        ),
        HIDE,
        "The start of a device that works (itex/core/wrapper of intel-extension-for-tensorflow).",
        (
            "2026-01-02 03:04:05.678901: I itex/core/wrapper/itex_gpu_wrapper.cc:35] Intel Extension for Tensorflow* "
            "GPU backend is loaded.",
            "2026-01-02 03:04:05.678901: I itex/core/devices/gpu/itex_gpu_runtime.cc:129] Selected platform: Intel(R) "
            "Level-Zero",
            "2026-01-02 03:04:05.678901: I itex/core/wrapper/itex_cpu_wrapper.cc:60] Intel Extension for Tensorflow* "
            "AVX512 CPU backend is loaded.",
        ),
    ),
    Rule(
        "nvlink",
        NATIVE,
        ("cuda_asm_compiler.cc", "subprocess_compilation.cc"),
        (r"Using nvlink for parallel linking$",),
        HIDE,
        "A step of XLA's compilation, told once a process (xla/stream_executor/cuda/subprocess_compilation.cc).",
        (
            "2026-01-02 03:04:05.678901: I external/local_xla/xla/stream_executor/cuda/cuda_asm_compiler.cc:390] Using "
            "nvlink for parallel linking",
        ),
    ),
    Rule(
        "triton-autotuner",
        NATIVE,
        ("triton_autotuner.cc",),
        (
            r"Compiling \d+ configs for \S+ (?:fusions )?on \d+ threads\.",
            r"Compiled \d+ of \d+ configs \(successful: \d+\)",
            r"Done compiling \(successful: \d+\)\.",
            r"Running \d+ configs for ",
            r"Ran \d+ configs of \d+",
            r"Autotuning \d+ fusions ",
            r"Done (?:running|autotuning)\.$",
        ),
        HIDE,
        "Steps of XLA's compilation in TensorFlow 2.14 and 2.15 (xla/service/gpu/triton_autotuner.cc).",
        (
            "2026-01-02 03:04:05.678901: I external/local_xla/xla/service/gpu/triton_autotuner.cc:457] Compiling 24 "
            "configs for triton_gemm_dot.7 on 16 threads.",
            "2026-01-02 03:04:05.678901: I external/local_xla/xla/service/gpu/triton_autotuner.cc:654] Done running.",
        ),
    ),
)
