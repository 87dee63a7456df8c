"""The known noise: one rule for one message of an upstream source, in all the variants that versions gave it."""

from typing import NamedTuple, Tuple

from .messages import BARE, LOGGING, NATIVE, WARNING, WRITE

HIDE = "hide"
ONCE = "once"  # the first is shown, repeats are hidden
HIDE_WITHOUT_GPU = "hide_without_gpu"  # hidden where the machine shows no NVIDIA device; otherwise like ONCE

# A file of an installed package. Under old ipykernels the user's own cell is ".../site-packages/ipykernel_launcher.py".
INSTALLED = r"(?:.*/)?(?:site|dist)-packages/(?!ipykernel|IPython/).*"
# The same at the beginning of "From <file>:<line>: ", with what Colab's %tensorflow_version magic used.
_FROM_INSTALLED = (
    r"From (?:(?:[A-Za-z]:)?[^\n:<>]{0,300}?(?:site|dist)-packages|/tensorflow-[\w.]{1,20}/python[\d.]{1,5})"
    r"[/\\](?!ipykernel|IPython)[^\n:<>]{1,300}:\d{1,6}(?: in \S{1,80})?: "
)
# tf_logging's logger; absl-py prints its records in glog's form, which no longer names the logger (`messages.read`).
_TENSORFLOW = r"tensorflow|absl"


class Rule(NamedTuple):
    """One known message.

    `kind` says by which way it comes (`messages`), `source` is a regular expression for the whole of the message's
    source, `message` one that matches from the beginning of its text. `continues` are literal beginnings of the lines
    that follow and belong to it, a line end for a blank one. `why` is one sentence with the upstream file or issue.
    `samples` are whole lines, or for WRITE the text written. `asked_by` is an environment variable by which a user asks
    for the message: then it is shown.
    """

    id: str
    kind: str
    source: str
    message: str
    action: str
    why: str
    samples: Tuple[str, ...]
    continues: Tuple[str, ...] = ()
    asked_by: str = ""


RULES = (
    # The banner of Keras, and what comes before the first log entry.
    Rule(
        "keras-banner",
        WRITE,
        r"keras\.backend(?:\.load_backend)?",
        r"Using \S+ backend\.?\n$",
        HIDE,
        "Keras before 2.4 writes it at each import, whatever is set (keras/backend/load_backend.py:89).",
        ("Using TensorFlow backend.\n", "Using CNTK backend\n", "Using plaidml.keras.backend backend.\n"),
    ),
    Rule(
        "keras-core-banner",
        WRITE,
        r"keras_core\.utils\.io_utils",
        r"Using \S+ backend\.?\n$",
        HIDE,
        "Keras Core, the preview of Keras 3, prints it at import (keras_core/backend/__init__.py).",
        ("Using TensorFlow backend\n", "Using JAX backend.\n"),
    ),
    Rule(
        "cntk-cpu",
        BARE,
        "",
        r"Selected CPU as the process wide default device\.$",
        HIDE_WITHOUT_GPU,
        "CNTK says it at the first use of a device, right after Keras's banner.",
        ("Selected CPU as the process wide default device.",),
    ),
    Rule(
        "plaidml-device",
        LOGGING,
        r"plaidml",
        r"(?:b')?Opening device \"",
        HIDE,
        "The PlaidML backend of Keras tells its device at each start.",
        ('INFO:plaidml:Opening device "llvm_cpu.0"', "INFO:plaidml:b'Opening device \"llvm_cpu.0\"'"),
    ),
    Rule(
        "absl-preamble",
        BARE,
        "",
        r"WARNING: All log messages before absl::InitializeLog\(\) is called are written to STDERR$",
        HIDE,
        "absl prints it before its first entry in every program that does not call InitializeLog (abseil-cpp#1656).",
        ("WARNING: All log messages before absl::InitializeLog() is called are written to STDERR",),
    ),
    Rule(
        "absl-py-preamble",
        WRITE,
        r"absl\.logging",
        r"WARNING: Logging before flag parsing goes to stderr\.\n$",
        HIDE,
        "absl-py writes it before its first record where nobody parsed flags (absl/logging/__init__.py, emit).",
        ("WARNING: Logging before flag parsing goes to stderr.\n",),
    ),
    Rule(
        "absl-py-preamble-of-a-child",
        BARE,
        "",
        r"WARNING: Logging before flag parsing goes to stderr\.$",
        HIDE,
        "The same of a child process, which shares file descriptor 2 (absl/logging/__init__.py, emit).",
        ("WARNING: Logging before flag parsing goes to stderr.",),
    ),
    Rule(
        "glog-preamble",
        BARE,
        "",
        r"WARNING: Logging before InitGoogleLogging\(\) is written to STDERR$",
        HIDE,
        "glog's form of the same preamble (glog/src/logging.cc).",
        ("WARNING: Logging before InitGoogleLogging() is written to STDERR",),
    ),
    # What the CPU can do.
    Rule(
        "onednn-notice",
        NATIVE,
        r"(?:port|util)\.cc",
        r"oneDNN custom operations are on\. You may see slightly different numerical results",
        HIDE,
        "A standing notice of the build, printed at each import (tensorflow/core/util/port.cc, before 2.10 util.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/util/port.cc:153] oneDNN custom operations are on. You may "
            "see slightly different numerical results due to floating-point round-off errors from different "
            "computation orders. To turn them off, set the environment variable `TF_ENABLE_ONEDNN_OPTS=0`.",
            "I0000 00:00:1795355631.823008   29633 port.cc:153] oneDNN custom operations are on. You may see slightly "
            "different numerical results due to floating-point round-off errors from different computation orders.",
        ),
    ),
    Rule(
        "cpu-feature-guard",
        NATIVE,
        r"cpu_feature_guard\.cc",
        r"This TensorFlow binary is optimized (?:to use available CPU instructions"
        r"|with (?:oneAPI Deep Neural Network|Intel\(R\) MKL-DNN))",
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
            "operations:  SSE4.1 SSE4.2",
        ),
        ("To enable ",),
    ),
    Rule(
        "cpu-feature-guard-1",
        NATIVE,
        r"cpu_feature_guard\.cc",
        r"Your CPU supports instructions that this TensorFlow binary was not compiled to use: "
        r"|The TensorFlow library wasn't compiled to use \S+ instructions, but these are available on your machine",
        HIDE,
        "The same advice before TensorFlow 2.2 (tensorflow/core/platform/cpu_feature_guard.cc, tensorflow#7652).",
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
        r"cpu_utils\.cc",
        r"CPU Frequency: \d+ Hz|Failed to get CPU frequency: "
        r"|Failed to find bogomips (?:or clock )?in /proc/cpuinfo; cannot determine CPU frequency",
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
        r"(?:local_device|direct_session|process_util)\.cc",
        r"Local device intra op parallelism threads: |(?:Direct s|S)ession inter op parallelism threads: "
        r"|Creating new thread pool with default inter op setting: ",
        HIDE,
        "Sizes of the thread pools, at each session (tensorflow/core/common_runtime, tensorflow#566).",
        (
            "I tensorflow/core/common_runtime/local_device.cc:40] Local device intra op parallelism threads: 4",
            "I tensorflow/core/common_runtime/direct_session.cc:60] Direct session inter op parallelism threads: 4",
            "2026-01-02 03:04:05.678901: I tensorflow/core/common_runtime/process_util.cc:115] Creating new thread "
            "pool with default inter op setting: 2. Tune using inter_op_parallelism_threads for best performance.",
        ),
    ),
    Rule(
        "cpu-pool-size",
        NATIVE,
        r"pool_allocator\.cc",
        r"PoolAllocator: After \d+ get requests, |Raising pool_size_limit_ from \d+ to \d+",
        HIDE,
        "TensorFlow 0.x and 1.x tell of their own bookkeeping (common_runtime/gpu/pool_allocator.cc).",
        (
            "I tensorflow/core/common_runtime/gpu/pool_allocator.cc:244] PoolAllocator: After 1704 get requests, "
            "put_count=1321 evicted_count=1000 eviction_rate=0.75 and unsatisfied allocation rate=0.87",
            "I tensorflow/core/common_runtime/gpu/pool_allocator.cc:256] Raising pool_size_limit_ from 100 to 110",
        ),
    ),
    Rule(
        "malloc-trim",
        NATIVE,
        r"generator_dataset_op\.cc",
        r"Memory patch applied: M_TRIM_THRESHOLD=",
        HIDE,
        "A setting that TensorFlow 2.21 makes for itself at the first generator data set (generator_dataset_op.cc).",
        (
            "I0000 00:00:1795355631.823008   29633 generator_dataset_op.cc:213] Memory patch applied: "
            "M_TRIM_THRESHOLD=128 kb was set.",
        ),
    ),
    # Libraries that are registered twice, and libraries that were found.
    Rule(
        "factory-registered-twice",
        NATIVE,
        r"(?:cuda|rocm)_(?:blas|dnn|fft|rng|platform)\.cc",
        r"Unable to register \w+ factory: (?:ALREADY_EXISTS: )?"
        r"Attempting to register factory for plugin \w+ when one has already been registered",
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
        "placer-registered-twice",
        NATIVE,
        r"computation_placer\.cc",
        r"computation placer already registered\. Please check linkage",
        HIDE,
        "The same for XLA's placer in TensorFlow 2.19 (xla/service/computation_placer.cc, tensorflow#90790).",
        (
            "W0000 00:00:1795355631.823008   29633 computation_placer.cc:177] computation placer already registered. "
            "Please check linkage and avoid linking the same target more than once.",
        ),
    ),
    Rule(
        "library-opened",
        NATIVE,
        r"dso_loader\.cc",
        r"Successfully opened dynamic library |successfully opened CUDA library ",
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
        r"dlopen_checker_stub\.cc",
        r"GPU libraries are statically linked, skip dlopen check\.",
        HIDE,
        "A property of the build (tensorflow/stream_executor/platform/default/dlopen_checker_stub.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/stream_executor/platform/default/dlopen_checker_stub.cc:25] GPU "
            "libraries are statically linked, skip dlopen check.",
        ),
    ),
    Rule(
        "cudnn-loaded",
        NATIVE,
        r"cuda_dnn\.cc",
        r"Loaded cuDNN version \d+",
        HIDE,
        "A success (xla/stream_executor/cuda/cuda_dnn.cc); a version that does not fit has another text.",
        ("2026-01-02 03:04:05.678901: I tensorflow/stream_executor/cuda/cuda_dnn.cc:369] Loaded cuDNN version 8101",),
    ),
    Rule(
        "tensorrt-library",
        NATIVE,
        r"dso_loader\.cc",
        # The loader names the library that is missing: where that is another one, it is a broken installation.
        r"Could not load dynamic library '((?:lib)?nvinfer(?:_plugin)?[\w.]*)'; dlerror: (?:dlopen\()?\1[:, ]",
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
        r"py_utils\.cc",
        r"(?:TF-TRT Warning: )?(?:Could not find TensorRT|Cannot dlopen some TensorRT libraries\.)",
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
    # No GPU, on a machine without one.
    Rule(
        "cudart-stub",
        NATIVE,
        r"cudart_stub\.cc",
        r"Could not find cuda drivers on your machine, GPU will not be used\."
        r"|Ignore above cudart dlerror if you do not have a GPU set up on your machine\.",
        HIDE_WITHOUT_GPU,
        "Says what is plain on a machine without a GPU, and why training is slow on one with (xla/tsl/cuda).",
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
        r"dso_loader\.cc",
        r"Could not load dynamic library '((?:lib|nv)cuda(?:rt)?[\w.]*|cudart\w*\.dll)'; "
        r"dlerror: (?:dlopen\()?\1(?:[:,]| not found)",
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
        ),
    ),
    Rule(
        "cuinit-unknown-error",
        NATIVE,
        r"cuda_(?:platform|driver)\.cc",
        r"failed call to cuInit: (?:INTERNAL: CUDA error: Failed call to cuInit: )?UNKNOWN ERROR \(303\)",
        HIDE_WITHOUT_GPU,
        "303 is libcuda not found: plain on a machine without a GPU, a broken driver on one with (tensorflow#39956).",
        (
            "E0000 00:00:1795355632.099120   29633 cuda_platform.cc:52] failed call to cuInit: INTERNAL: CUDA error: "
            "Failed call to cuInit: UNKNOWN ERROR (303)",
            "2026-01-02 03:04:05.678901: W tensorflow/stream_executor/cuda/cuda_driver.cc:269] failed call to cuInit: "
            "UNKNOWN ERROR (303)",
        ),
    ),
    Rule(
        "no-kernel-driver",
        NATIVE,
        r"cuda_diagnostics\.cc",
        r"kernel driver does not appear to be running on this host ",
        HIDE_WITHOUT_GPU,
        "Follows a failed cuInit; with a GPU it names the driver that is missing (cuda_diagnostics.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/stream_executor/cuda/cuda_diagnostics.cc:156] kernel driver does "
            "not appear to be running on this host (box): /proc/driver/nvidia/version does not exist",
        ),
    ),
    Rule(
        "eligible-gpus",
        NATIVE,
        r"devices\.cc",
        r"Number of eligible GPUs \(core count >= 8(?:, compute capability >= [\d.]+)?\): ",
        HIDE_WITHOUT_GPU,
        "A count of grappler's, at each run of its optimizers (tensorflow/core/grappler/devices.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/grappler/devices.cc:66] Number of eligible GPUs (core "
            "count >= 8, compute capability >= 0.0): 0",
        ),
    ),
    Rule(
        "jax-no-gpu",
        LOGGING,
        r"absl|jax\._src\.xla_bridge|jax\._src\.lib\.xla_bridge",
        r"No GPU/TPU found, falling back to CPU\."
        r"|CUDA backend failed to initialize: FAILED_PRECONDITION: No visible GPU devices\.",
        HIDE_WITHOUT_GPU,
        "JAX before 0.5 says it at its first use wherever there is no accelerator (jax/_src/xla_bridge.py, jax#4571).",
        (
            "WARNING:absl:No GPU/TPU found, falling back to CPU. (Set TF_CPP_MIN_LOG_LEVEL=0 and rerun for more info.)",
            "WARNING:jax._src.xla_bridge:CUDA backend failed to initialize: FAILED_PRECONDITION: No visible GPU "
            "devices. (Set TF_CPP_MIN_LOG_LEVEL=0 and rerun for more info.)",
        ),
    ),
    Rule(
        "jax-no-gpu-bare",
        BARE,
        "",
        r"No GPU/TPU found, falling back to CPU\. \(Set TF_CPP_MIN_LOG_LEVEL=0 and rerun for more info\.\)$",
        HIDE_WITHOUT_GPU,
        "The same of a child process, where Python's handler of last resort prints it without a prefix.",
        ("No GPU/TPU found, falling back to CPU. (Set TF_CPP_MIN_LOG_LEVEL=0 and rerun for more info.)",),
    ),
    Rule(
        "jax-no-gpu-warning",
        WARNING,
        r"(?:.*/)?(?:site|dist)-packages/jax/.*",
        r"UserWarning: No GPU/TPU found, falling back to CPU\.",
        HIDE_WITHOUT_GPU,
        "The same in JAX before 0.2, as a Python warning (jax/lib/xla_bridge.py).",
        (
            "/usr/lib/python3/dist-packages/jax/lib/xla_bridge.py:115: UserWarning: No GPU/TPU found, falling back to "
            "CPU.",
        ),
    ),
    Rule(
        "jax-probe",
        LOGGING,
        r"absl",
        r"Unable to initialize backend '(?:tpu_driver': NOT_FOUND: "
        r"|tpu': (?:INVALID_ARGUMENT: TpuPlatform is not available|module 'jaxlib)"
        r"|rocm': (?:NOT_FOUND: |module 'jaxlib)|plugin': xla_extension has no attribute)",
        HIDE,
        "JAX before 0.4 tells of each kind of backend that this build does not have (jax/_src/lib/xla_bridge.py).",
        (
            "INFO:absl:Unable to initialize backend 'tpu_driver': NOT_FOUND: Unable to find driver in registry given "
            "worker: ",
            "INFO:absl:Unable to initialize backend 'tpu': module 'jaxlib.xla_extension' has no attribute "
            "'get_tpu_client'",
            "INFO:absl:Unable to initialize backend 'rocm': NOT_FOUND: Could not find registered platform with name: "
            '"rocm". Available platform names are: Interpreter Host',
            "INFO:absl:Unable to initialize backend 'plugin': xla_extension has no attributes named "
            "get_plugin_device_client.",
        ),
    ),
    Rule(
        "jax-probe-gpu",
        LOGGING,
        r"absl",
        r"Unable to initialize backend '(?:gpu|cuda)': (?:NOT_FOUND: Could not find registered platform with name: "
        r"|module 'jaxlib)",
        HIDE_WITHOUT_GPU,
        "The same for a build without CUDA, which is news only where there is a GPU (jax/_src/lib/xla_bridge.py).",
        (
            "INFO:absl:Unable to initialize backend 'cuda': module 'jaxlib.xla_extension' has no attribute "
            "'GpuAllocatorConfig'",
        ),
    ),
    Rule(
        "torch-no-driver",
        WARNING,
        r"(?:.*/)?(?:site|dist)-packages/torch/cuda/__init__\.py",
        r"UserWarning: CUDA initialization: Found no NVIDIA driver on your system\.",
        HIDE_WITHOUT_GPU,
        "torch asks for CUDA by itself and finds no driver (c10/cuda/CUDAFunctions.cpp).",
        (
            "/usr/lib/python3/dist-packages/torch/cuda/__init__.py:52: UserWarning: CUDA initialization: Found no "
            "NVIDIA driver on your system. Please check that you have an NVIDIA GPU and installed a driver from "
            "http://www.nvidia.com/Download/index.aspx",
        ),
    ),
    Rule(
        "no-nccl-without-gpu",
        LOGGING,
        _TENSORFLOW,
        r"There are non-GPU devices in `tf\.distribute\.Strategy`, not using nccl allreduce\.",
        HIDE_WITHOUT_GPU,
        "A strategy on CPUs does not use a library for GPUs (tensorflow/python/distribute/cross_device_ops.py).",
        ("WARNING:tensorflow:There are non-GPU devices in `tf.distribute.Strategy`, not using nccl allreduce.",),
    ),
    # A GPU that was found and works.
    Rule(
        "device-created",
        NATIVE,
        r"(?:gpu_device|pluggable_device_factory)\.cc",
        r"Created (?:TensorFlow )?device \(?/job:|Creating TensorFlow device \(",
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
        r"gpu_(?:device|init)\.cc",
        r"Found device \d+ with properties: ?$",
        HIDE,
        "The data sheet of each GPU at each start (tensorflow/core/common_runtime/gpu/gpu_device.cc before 2.5).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/common_runtime/gpu/gpu_device.cc:1433] Found device 0 with "
            "properties: ",
        ),
        (
            "name: ",
            "major: ",
            "pciBusID",
            "totalMemory: ",
            "coreClock: ",
            "computeCapability: ",
            "Total memory: ",
            "Free memory: ",
        ),
    ),
    Rule(
        "device-visible",
        NATIVE,
        r"gpu_device\.cc",
        r"Adding visible gpu devices: \d",
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
        r"gpu_(?:device|init)\.cc",
        r"Device interconnect StreamExecutor with strength \d+ edge matrix:|DMA: [\d ]+$"
        r"| *\d+(?: \d+)* ?$|\d+: +[NY](?: [NY])* ?$",
        HIDE,
        "A table of which GPU reaches which, one native line a row (gpu_device.cc, before 1.0 gpu_init.cc).",
        (
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
        r"(?:cuda_gpu_executor|cuda_executor|gpu_executor|rocm_gpu_executor|rocm_executor)\.cc",
        r"successful NUMA node read from SysFS had negative value \(-\d+\), but there must be at least one NUMA node"
        r"|could not open file to read NUMA node: "
        r"|(?:ARM64|OS X|TEGRA) does not support NUMA - returning NUMA node zero",
        HIDE,
        "A machine with one memory bank, told many times (cuda_gpu_executor.cc; the maintainers call it benign).",
        (
            "2026-01-02 03:04:05.678901: I external/local_xla/xla/stream_executor/cuda/cuda_executor.cc:901] "
            "successful NUMA node read from SysFS had negative value (-1), but there must be at least one NUMA node, "
            "so returning NUMA node zero.",
            "E tensorflow/stream_executor/cuda/cuda_gpu_executor.cc:870] could not open file to read NUMA node: "
            "/sys/bus/pci/devices/0000:01:00.0/numa_node",
            "2026-01-02 03:04:05.678901: I tensorflow/stream_executor/cuda/cuda_gpu_executor.cc:992] ARM64 does not "
            "support NUMA - returning NUMA node zero",
        ),
        ("Your kernel may have been built without NUMA support.",),
    ),
    Rule(
        "numa-node-0.7",
        BARE,
        "",
        r"cuda_gpu_executor\.cc  could not open file to read NUMA node: /sys/bus/pci/devices/",
        HIDE,
        "The same of TensorFlow 0.7, as its users copied it, without the prefix.",
        ("cuda_gpu_executor.cc  could not open file to read NUMA node: /sys/bus/pci/devices/0000:01:00.0/numa_node",),
    ),
    Rule(
        "numa-node-unknown",
        NATIVE,
        r"(?:gpu_device|pluggable_device_factory)\.cc",
        r"Could not identify NUMA node of platform ",
        HIDE,
        "The same with Apple's plugin and others (pluggable_device_factory.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/common_runtime/pluggable_device/"
            "pluggable_device_factory.cc:305] Could not identify NUMA node of platform GPU ID 0, defaulting to 0. Your "
            "kernel may not have been built with NUMA support.",
        ),
    ),
    Rule(
        "metal-device",
        NATIVE,
        r"metal_device\.cc",
        r"Metal device set to: |systemMemory: |maxCacheSize: ",
        HIDE,
        "tensorflow-metal tells its device at each start (metal_plugin/src/device/metal_device.cc).",
        (
            "2026-01-02 03:04:05.678901: I metal_plugin/src/device/metal_device.cc:1154] Metal device set to: Apple M1",
            "2026-01-02 03:04:05.678901: I metal_plugin/src/device/metal_device.cc:296] systemMemory: 16.00 GB",
        ),
    ),
    Rule(
        "plugin-optimizer",
        NATIVE,
        r"custom_graph_optimizer_registry\.cc",
        r"Plugin optimizer for device_type \w+ is enabled\.",
        HIDE,
        "A success, at each graph (tensorflow/core/grappler/optimizers/custom_graph_optimizer_registry.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/grappler/optimizers/custom_graph_optimizer_registry.cc:114] "
            "Plugin optimizer for device_type GPU is enabled.",
        ),
    ),
    Rule(
        "gpu-solver",
        NATIVE,
        r"(?:cuda|gpu|rocm)_solvers\.cc",
        r"Creating (?:Cuda|Gpu|ROCm)Solver handles for stream ",
        HIDE,
        "A success (tensorflow/core/util/cuda_solvers.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/util/cuda_solvers.cc:180] Creating GpuSolver handles for "
            "stream 0x7f0123456789",
        ),
    ),
    Rule(
        "stream-priority",
        NATIVE,
        r"stream_executor_internal\.h",
        r"SetPriority unimplemented for this stream\.",
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
        r"conv_\w+\.cc",
        r"running auto-tune for ",
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
        r"gpu_fusion_pass\.cc",
        r"ROCm Fusion is enabled\.",
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
        r"(?:gpu|cuda|rocm)_timer\.cc",
        r"Skipping the delay kernel, measurement accuracy will be reduced|Delay kernel timed out: measured time has ",
        HIDE,
        "The autotuner on the quality of its own clock, thousands of times (xla gpu_timer.cc, tensorflow#73487).",
        (
            "2026-01-02 03:04:05.678901: W external/local_xla/xla/stream_executor/gpu/gpu_timer.cc:114] Skipping the "
            "delay kernel, measurement accuracy will be reduced",
            "E0102 03:04:05.678901   29633 cuda_timer.cc:86] Delay kernel timed out: measured time has sub-optimal "
            "accuracy. There may be a missing warmup execution, please investigate in Nsight Systems.",
        ),
    ),
    Rule(
        "dot-search-space",
        NATIVE,
        r"dot_search_space\.cc",
        r"All configs were filtered out because none of them sufficiently match the hints\.",
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
        r"(?:subprocess_compilation|asm_compiler|cuda_asm_compiler|nvptx_compiler)\.cc",
        r"ptxas warning : Registers are spilled to local memory in function ",
        HIDE,
        "The autotuner tries kernels that it then does not take (xla/stream_executor/cuda/subprocess_compilation.cc).",
        (
            "2026-01-02 03:04:05.678901: I external/local_xla/xla/stream_executor/cuda/subprocess_compilation.cc:346] "
            "ptxas warning : Registers are spilled to local memory in function 'gemm_fusion_dot_7', 8 bytes spill "
            "stores, 8 bytes spill loads",
        ),
    ),
    Rule(
        "ptxas-version",
        NATIVE,
        r"(?:cuda_)?asm_compiler\.cc",
        r"Running ptxas --version returned \d+",
        HIDE,
        "The optional ptxas does not start and the driver compiles instead (stream_executor/gpu/asm_compiler.cc).",
        (
            "2026-01-02 03:04:05.678901: W tensorflow/stream_executor/gpu/asm_compiler.cc:63] Running ptxas --version "
            "returned 256",
        ),
    ),
    Rule(
        "ptxas-fallback",
        NATIVE,
        r"(?:redzone_allocator|buffer_comparator)\.cc",
        # Only without an output of ptxas: what it complains of is news.
        r"(?:Internal|INTERNAL): (?:ptxas exited with non-zero error code -?\d+, output: ?$"
        r"|Invoking (?:ptxas not supported on Windows|GPU asm compilation is supported on Cuda non-Windows))",
        HIDE,
        "The same as it goes on: the driver compiles instead, and it says so once (redzone_allocator.cc).",
        (
            "2026-01-02 03:04:05.678901: W tensorflow/stream_executor/gpu/redzone_allocator.cc:314] Internal: ptxas "
            "exited with non-zero error code 256, output: ",
            "2026-01-02 03:04:05.678901: W tensorflow/stream_executor/gpu/redzone_allocator.cc:312] Internal: Invoking "
            "GPU asm compilation is supported on Cuda non-Windows platforms only",
            "2026-01-02 03:04:05.678901: W tensorflow/stream_executor/gpu/redzone_allocator.cc:312] Internal: Invoking "
            "ptxas not supported on Windows",
        ),
        (
            "Relying on driver to perform ptx compilation.",
            "Modify $PATH to customize ptxas location.",
            "Setting XLA_FLAGS=--xla_gpu_cuda_data_dir",
            "This message will be only logged once.",
        ),
    ),
    Rule(
        "ptxas-spawn",
        NATIVE,
        r"subprocess\.cc",
        r"Start cannot (?:spawn|fork\(\)) child process: No such file or directory",
        HIDE,
        "TensorFlow's own look for the optional ptxas (tensorflow/core/platform/default/subprocess.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/platform/default/subprocess.cc:304] Start cannot spawn "
            "child process: No such file or directory",
        ),
    ),
    # XLA, MLIR and PjRt at their start.
    Rule(
        "nccl-plans",
        NATIVE,
        "nccl",
        r"INFO (?:NET/(?:Plugin ?:|Socket : Using|IB : (?:Using|No device found))|P2P Chunksize set to \d"
        r"|Channel \d+(?:/\d+)? ?:"
        r"|Trees \[\d+\]|Connected all (?:rings|trees)|threadThresholds |\d+ coll channels|comm 0x\w+ rank \d+ )",
        HIDE,
        "How NCCL wires its channels; a user who sets NCCL_DEBUG asks for it, and then it is shown (nccl/src/init.cc).",
        (
            "worker-0:1013:1261 [0] NCCL INFO NET/Plugin : No plugin found (libnccl-net.so), using internal one",
            "worker-0:30:538 [2] NCCL INFO P2P Chunksize set to 131072",
            "worker-0:30:538 [2] NCCL INFO Connected all rings",
        ),
        asked_by="NCCL_DEBUG",
    ),
    Rule(
        "xla-service",
        NATIVE,
        r"service\.cc",
        r"XLA service 0x[0-9a-fA-F]+ (?:executing computations on|initialized for) platform \w+"
        r"| *StreamExecutor (?:device \(\d+\)|\[\d+\]): ",
        HIDE,
        "XLA tells its devices at its start, used or not (tensorflow/compiler/xla/service/service.cc).",
        (
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
        r"platform_util\.cc",
        r"platform \w+ present with \d+ visible devices",
        HIDE,
        "The same before TensorFlow 1.5 (tensorflow/compiler/xla/service/platform_util.cc).",
        (
            "I tensorflow/compiler/xla/service/platform_util.cc:58] platform CUDA present with 1 visible devices",
            "2026-01-02 03:04:05.678901: I tensorflow/compiler/xla/service/platform_util.cc:58] platform Host present "
            "with 4 visible devices",
        ),
    ),
    Rule(
        "xla-devices-off",
        NATIVE,
        r"xla_(?:cpu|gpu)_device\.cc",
        r"Not creating XLA devices, tf_xla_enable_xla_devices not set",
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
        r"(?:\./)?tensorflow/compiler/jit/(?:device_compiler\.h|xla_compilation_cache\.cc)",
        r"Compiled cluster using XLA!  This line is logged at most once for the lifetime of the process\.",
        HIDE,
        "TensorFlow before 2.15 says it in its own format; since then, in absl's, it is shown as a sign of XLA.",
        (
            "2026-01-02 03:04:05.678901: I ./tensorflow/compiler/jit/device_compiler.h:186] Compiled cluster using "
            "XLA!  This line is logged at most once for the lifetime of the process.",
            "2026-01-02 03:04:05.678901: I tensorflow/compiler/jit/xla_compilation_cache.cc:478] Compiled cluster "
            "using XLA!  This line is logged at most once for the lifetime of the process.",
        ),
    ),
    Rule(
        "xla-cpu-off",
        NATIVE,
        r"mark_for_compilation_pass\.cc",
        # Later versions spread it over a paragraph with empty lines; those are shown.
        r"\(One-time warning\): Not using XLA:CPU for cluster because envvar ",
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
        r"mlir_graph_optimization_pass\.cc",
        r"MLIR V1 optimization pass is not enabled"
        r"|None of the MLIR [Oo]ptimization [Pp]asses are enabled",
        HIDE,
        "A default (tensorflow/compiler/mlir/mlir_graph_optimization_pass.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/compiler/mlir/mlir_graph_optimization_pass.cc:388] MLIR V1 "
            "optimization pass is not enabled",
            "2026-01-02 03:04:05.678901: I tensorflow/compiler/mlir/mlir_graph_optimization_pass.cc:185] None of the "
            "MLIR Optimization Passes are enabled (registered 2)",
        ),
    ),
    Rule(
        "mlir-reproducer",
        NATIVE,
        r"dump_mlir_util\.cc",
        r"disabling MLIR crash reproducer, set env var ",
        HIDE,
        "A default (tensorflow/compiler/mlir/tensorflow/utils/dump_mlir_util.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/compiler/mlir/tensorflow/utils/dump_mlir_util.cc:268] disabling "
            "MLIR crash reproducer, set env var `MLIR_CRASH_REPRODUCER_DIRECTORY` to enable.",
        ),
    ),
    Rule(
        "xla-bitcode",
        NATIVE,
        r"cpp_gen_intrinsics\.cc",
        r"Empty bitcode string provided for \w+\. Optimizations relying on this IR will be disabled\.",
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
        r"(?:\w*pjrt\w*|cpu_client|\w*gpu_client|tf_pjrt_client)\.cc",
        r"(?:TfrtCpuClient|PjRtCpuClient|PjRtCApiClient|TfPjRtClient) created\.|TfrtGpuClient created with "
        r"|PJRT_Api is set for device type \w+|GetPjrtApi was found for \w+ at "
        r"|The PJRT plugin has PJRT API version ",
        HIDE,
        "A success; jaxlib 0.4.16 printed it by mistake (xla/pjrt, jax#17664, jax#17879).",
        (
            "I0000 00:00:1795355631.823008   29633 tfrt_cpu_pjrt_client.cc:349] TfrtCpuClient created.",
            "I0000 00:00:1795355631.823008   29633 pjrt_c_api_client.cc:110] PjRtCApiClient created.",
            "I0000 00:00:1795355631.823008   29633 pjrt_api.cc:100] GetPjrtApi was found for tpu at /usr/lib/libtpu.so",
            "I0000 00:00:1795355631.823008   29633 pjrt_api.cc:72] PJRT_Api is set for device type tpu",
            "I0000 00:00:1795355631.823008   29633 pjrt_api.cc:146] The PJRT plugin has PJRT API version 0.40. The "
            "framework PJRT API version is 0.40.",
        ),
    ),
    Rule(
        "xla-memory",
        NATIVE,
        r"(?:gpu_helpers|\w*gpu_\w*client|mps_client)\.cc",
        r"XLA backend (?:allocating|will use up to) \d+ bytes on device \d+ for (?:BFC|CollectiveBFC|Simple)Allocator\."
        r"|Using (?:BFC|Simple) allocator\.",
        HIDE,
        "A default of the allocator (xla/pjrt/gpu/gpu_helpers.cc, and mps_client.cc of jax-metal).",
        (
            "I0000 00:00:1795355631.823008   29633 gpu_helpers.cc:136] XLA backend allocating 12345678 bytes on device "
            "0 for BFCAllocator.",
            "I0000 00:00:1795355631.823008   29633 gpu_helpers.cc:177] XLA backend will use up to 12345678 bytes on "
            "device 0 for CollectiveBFCAllocator.",
            "I0000 00:00:1795355631.823008   29633 mps_client.cc:406] Using Simple allocator.",
        ),
    ),
    Rule(
        "libtpu-start",
        NATIVE,
        r"(?:tpu_hal|device_util|init|tpu_version_flag|tpu_runtime_type_flags)\.cc",
        r"Registered plugin from module: |Found \d+ TPU [\w ]+ chips\.|Remote crash gathering hook installed\."
        r"|Using auto-detected TPU version |--tpu_use_tfrt not specified\. Using default value: ",
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
        r"tpu_(?:api_dlsym_initializer|initializer_helper)\.cc",
        r"(?:Opening library|Libtpu path is): ",
        HIDE,
        "Steps of a start; one that fails has another text (tensorflow/core/tpu/tpu_api_dlsym_initializer.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/tpu/tpu_api_dlsym_initializer.cc:116] Libtpu path is: "
            "libtpu.so",
        ),
    ),
    # The end of an input pipeline, and other bookkeeping of executors.
    Rule(
        "end-of-sequence",
        NATIVE,
        r"local_rendezvous\.cc",
        r"Local rendezvous is aborting with status: OUT_OF_RANGE: End of sequence",
        HIDE,
        "The regular end of an epoch, as a warning in TensorFlow 2.16 (local_rendezvous.cc, tensorflow#62963).",
        (
            "2026-01-02 03:04:05.678901: W tensorflow/core/framework/local_rendezvous.cc:404] Local rendezvous is "
            "aborting with status: OUT_OF_RANGE: End of sequence",
        ),
        ("[[{{node IteratorGetNext}}]]", "[[IteratorGetNext/"),
    ),
    Rule(
        "end-of-sequence-2.0",
        NATIVE,
        r"base_collective_executor\.cc",
        r"BaseCollectiveExecutor::StartAbort:? (?:Out of range|OUT_OF_RANGE): End of sequence",
        ONCE,
        "The same in TensorFlow 2.0 and 2.1, where it could also announce an input that ends early (tensorflow#31509).",
        (
            "2026-01-02 03:04:05.678901: W tensorflow/core/common_runtime/base_collective_executor.cc:216] "
            "BaseCollectiveExecutor::StartAbort Out of range: End of sequence",
        ),
        ("[[",),
    ),
    Rule(
        "end-of-sequence-1",
        NATIVE,
        r"op_kernel\.cc",
        r"(?:OP_REQUIRES failed at iterator_ops\.cc:\d+ : )?Out of range: End of sequence",
        ONCE,
        "The same in TensorFlow 1, at each epoch (tensorflow/core/framework/op_kernel.cc).",
        (
            "2026-01-02 03:04:05.678901: W tensorflow/core/framework/op_kernel.cc:1318] OP_REQUIRES failed at "
            "iterator_ops.cc:1115 : Out of range: End of sequence",
            "2026-01-02 03:04:05.678901: W tensorflow/core/framework/op_kernel.cc:1192] Out of range: End of sequence",
        ),
        ("[[Node: IteratorGetNext", "[[{{node IteratorGetNext"),
    ),
    Rule(
        "rendezvous-cancelled",
        NATIVE,
        r"local_rendezvous\.cc",
        r"Local rendezvous (?:recv|send) item cancelled\. Key hash: \d+",
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
        r"executor\.cc",
        # With any other status the line may be the first sign of a broken input.
        r"\[\S{1,80}\] \(DEBUG INFO\) Executor start aborting \(this does not indicate an error and you can ignore "
        r"this "
        r"message\): (?:OUT_OF_RANGE: End of sequence|INVALID_ARGUMENT: You must feed a value for placeholder tensor )",
        HIDE,
        "A debug line of TensorFlow 2.12 that went out by mistake (executor.cc, tensorflow#59779).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/common_runtime/executor.cc:1197] [/device:CPU:0] (DEBUG "
            "INFO) Executor start aborting (this does not indicate an error and you can ignore this message): "
            "INVALID_ARGUMENT: You must feed a value for placeholder tensor 'Placeholder/_0' with dtype float",
            "2026-01-02 03:04:05.678901: I tensorflow/core/common_runtime/executor.cc:1209] "
            "[/job:localhost/replica:0/task:0/device:CPU:0] (DEBUG INFO) Executor start aborting (this does not "
            "indicate an error and you can ignore this message): OUT_OF_RANGE: End of sequence",
        ),
        ("[[{{node ",),
    ),
    Rule(
        "record-buffer",
        NATIVE,
        r"tf_record_dataset_op\.cc",
        r"TFRecordDataset `buffer_size` is unspecified, default to \d+"
        r"|The default buffer size is \d+, which is overridden by the user specified `buffer_size` of \d+",
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
        r"dataset\.cc",
        r"Input of \S+ will not be optimized because the dataset does not implement the AsGraphDefInternal\(\) method",
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
        r"single_machine\.cc",
        r"Starting new session",
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
        r"meta_optimizer\.cc",
        r"Optimization results for grappler item: | *\w+: (?:Graph size after: \d+ nodes|\w+ did nothing\. time = )",
        HIDE,
        "What grappler's optimizers did (tensorflow/core/grappler/optimizers/meta_optimizer.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/grappler/optimizers/meta_optimizer.cc:718] Optimization "
            "results for grappler item: graph_to_optimize",
            "2026-01-02 03:04:05.678901: I tensorflow/core/grappler/optimizers/meta_optimizer.cc:720]   "
            "function_optimizer: function_optimizer did nothing. time = 0.001ms.",
        ),
        ("function_optimizer: ",),
    ),
    Rule(
        "grappler-layout",
        NATIVE,
        r"meta_optimizer\.cc",
        r"layout failed: (?:Invalid argument|INVALID_ARGUMENT): Size of values 0 does not match size of permutation 4"
        r"|model_pruner failed: (?:Invalid argument|INVALID_ARGUMENT): Graph does not contain terminal node ",
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
        r"op_level_cost_estimator\.cc",
        r"Error in PredictCost\(\) for the op: ",
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
        r"loop_optimizer\.cc",
        r"Skipping loop optimization for Merge node with control input: ",
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
        r"replicate_on_split\.cc",
        r"Running replicate on split optimization",
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
        r"util\.cc",
        r"Sets are not currently considered sequences, but this may change in the future",
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
        r"(?:profiler_session|cupti_tracer|cupti_collector|device_tracer)\.cc",
        r"Profiler session (?:initializing|started|tear down|collecting data)\.|Profiler found \d+ GPUs"
        r"| ?GpuTracer has collected \d+ callback api events|CUPTI activity buffer flushed",
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
        ),
    ),
    Rule(
        "profiler-saved",
        NATIVE,
        r"(?:save_profile|capture_profile|profiler_client|device_tracer)\.cc",
        r"Creating directory: |Dumped (?:gzipped )?tool data for |Collecting XSpace to repository: ",
        HIDE,
        "A success of the profiler of the TensorBoard callback (tensorflow/core/profiler/rpc/client/save_profile.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/profiler/rpc/client/save_profile.cc:136] Creating "
            "directory: logs/train/plugins/profile/2026_01_02_03_04_05",
            "2026-01-02 03:04:05.678901: I tensorflow/core/profiler/rpc/client/save_profile.cc:142] Dumped gzipped "
            "tool data for trace.json.gz to logs/train/plugins/profile/2026_01_02_03_04_05/box.trace.json.gz",
            "I0000 00:00:1795355631.823008   29633 save_profile.cc:150] Collecting XSpace to repository: "
            "logs/plugins/profile/2026_01_02_03_04_05/box.xplane.pb",
        ),
        ("Dumped tool data for ", "Dumped gzipped tool data for "),
    ),
    # Models: saved, loaded, converted.
    Rule(
        "saved-model-reader",
        NATIVE,
        r"reader\.cc",
        r"Reading SavedModel from: |Reading meta graph with tags \{ |Reading SavedModel debug info \(if present\) "
        r"from: ",
        HIDE,
        "Steps of a load; one that fails raises (tensorflow/cc/saved_model/reader.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/cc/saved_model/reader.cc:83] Reading SavedModel from: /tmp/m",
            "I0000 00:00:1795355631.823008   29633 reader.cc:52] Reading meta graph with tags { serve }",
            "2026-01-02 03:04:05.678901: I tensorflow/cc/saved_model/reader.cc:147] Reading SavedModel debug info (if "
            "present) from: /tmp/m",
        ),
    ),
    Rule(
        "saved-model-loader",
        NATIVE,
        r"loader\.cc",
        r"Restoring SavedModel bundle\.|Running initialization op on SavedModel bundle"
        r"|Running (?:LegacyInitOp|MainOp with key \S+) on SavedModel bundle\.|Loading SavedModel with tags: \{ "
        r"|(?:SavedModel load|Loading SavedModel)(?: for tags \{[^{}]{0,200}\})?[;:] "
        r"(?:Status: )?(?:success|Success)(?:: OK)?\. Took \d+ microseconds\.",
        HIDE,
        "Steps of a load that succeeds; one that fails raises (tensorflow/cc/saved_model/loader.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/cc/saved_model/loader.cc:233] Restoring SavedModel bundle.",
            "I0000 00:00:1795355631.823008   29633 loader.cc:217] Running initialization op on SavedModel bundle at "
            "path: /tmp/m",
            "2026-01-02 03:04:05.678901: I tensorflow/cc/saved_model/loader.cc:316] SavedModel load for tags { serve "
            "}; Status: success: OK. Took 12345 microseconds.",
            "2026-01-02 03:04:05.678901: I external/org_tensorflow/tensorflow/cc/saved_model/loader.cc:284] Loading "
            "SavedModel: success. Took 12345 microseconds.",
        ),
    ),
    Rule(
        "tflite-ignored",
        NATIVE,
        r"tf_tfl_flatbuffer_helpers\.cc",
        r"Ignored (?:output_format|drop_control_dependency|change_concat_input_ranges)\.",
        HIDE,
        "Settings that the converter gives to itself at each run (tf_tfl_flatbuffer_helpers.cc).",
        (
            "W0000 00:00:1795355631.823008   29633 tf_tfl_flatbuffer_helpers.cc:365] Ignored output_format.",
            "2026-01-02 03:04:05.678901: W tensorflow/compiler/mlir/lite/python/tf_tfl_flatbuffer_helpers.cc:368] "
            "Ignored drop_control_dependency.",
        ),
    ),
    Rule(
        "tflite-count",
        NATIVE,
        r"flatbuffer_export\.cc",
        r"Estimated count of arithmetic ops: ",
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
        "",
        r"Summary on the non-converted ops:$",
        HIDE,
        "The converter counts the constants that it folds later (lite/stablehlo/transforms/op_stat_pass.cc).",
        ("Summary on the non-converted ops:",),
        # An operation of any other dialect in its list is shown: the model may need it.
        ("-----", "* ", "- arith.constant:", "(f", "(i", "(uq_", "\n"),
    ),
    Rule(
        "tflite-feedback",
        NATIVE,
        r"inference_feedback_manager\.cc",
        r"Feedback manager requires a model with a single signature inference\. Disabling support for feedback "
        r"tensors\.",
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
        "",
        r"fully_quantize: \d+, inference_type: \d+, input_inference_type: \w+, output_inference_type: \w+$",
        HIDE,
        "The converter's settings, printed at each run (tensorflow/compiler/mlir/lite/quantization/lite).",
        ("fully_quantize: 0, inference_type: 6, input_inference_type: INT8, output_inference_type: FLOAT32",),
    ),
    Rule(
        "tflite-delegate",
        BARE,
        "",
        r"INFO: Created TensorFlow Lite (?:XNNPACK delegate for CPU|delegate for select TF ops)\.$",
        HIDE,
        "A success of TensorFlow Lite's own logger, which has no level to set "
        "(tensorflow/lite/tflite_with_xnnpack.cc).",
        (
            "INFO: Created TensorFlow Lite XNNPACK delegate for CPU.",
            "INFO: Created TensorFlow Lite delegate for select TF ops.",
        ),
    ),
    Rule(
        "tflite-runtime",
        BARE,
        "",
        r"INFO: Initialized TensorFlow Lite runtime\.$",
        HIDE,
        "A success of TensorFlow Lite's own logger (tensorflow/lite/java and python).",
        ("INFO: Initialized TensorFlow Lite runtime.",),
    ),
    Rule(
        "tflite-flex",
        BARE,
        "",
        r"INFO: TfLiteFlexDelegate delegate: \d+ nodes delegated out of \d+ nodes with \d+ partitions\.$",
        HIDE,
        "A success of TensorFlow Lite's own logger (tensorflow/lite/delegates/flex).",
        ("INFO: TfLiteFlexDelegate delegate: 3 nodes delegated out of 12 nodes with 2 partitions.",),
    ),
    Rule(
        "s3-client",
        NATIVE,
        r"aws_logging\.cc",
        r"Connection has been released\. Continuing\.|Initializing Curl library",
        HIDE,
        "Steps of the client for S3, at each file (tensorflow/core/platform/s3/aws_logging.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/platform/s3/aws_logging.cc:54] Initializing Curl library",
            "2026-01-02 03:04:05.678901: I tensorflow/core/platform/s3/aws_logging.cc:54] Connection has been "
            "released. Continuing.",
        ),
    ),
    Rule(
        "cloud-token",
        NATIVE,
        r"google_auth_provider\.cc",
        r"All attempts to get a Google authentication bearer token failed, returning an empty token\.",
        ONCE,
        "Plain for public files and the cause of a failure for private ones, at each file (google_auth_provider.cc).",
        (
            "2026-01-02 03:04:05.678901: W tensorflow/core/platform/cloud/google_auth_provider.cc:184] All attempts to "
            "get a Google authentication bearer token failed, returning an empty token. Retrieving token from files "
            'failed with "Not found: Could not locate the credentials file.".',
        ),
    ),
    # gRPC.
    Rule(
        "grpc-start",
        NATIVE,
        r"(?:ev_epoll1_linux|config|config_vars|experiments)\.cc",
        r" *(?:grpc epoll fd: \d+|gRPC experiments enabled: )",
        HIDE,
        "gRPC tells its settings at its start (src/core/lib/iomgr/ev_epoll1_linux.cc).",
        (
            "I0000 00:00:1795355631.823008   29633 ev_epoll1_linux.cc:125] grpc epoll fd: 58",
            "I0102 03:04:05.678901234   29633 config.cc:230]            gRPC experiments enabled: "
            "call_status_override_on_cancellation",
        ),
    ),
    Rule(
        "grpc-fork",
        NATIVE,
        r"fork_posix\.cc",
        r" *Other threads are currently calling into gRPC, skipping fork\(\) handlers",
        ONCE,
        "At each !command of a cell once gRPC runs, where it seldom does harm (grpc fork_posix.cc).",
        (
            "I0000 00:00:1795355631.823008   29633 fork_posix.cc:75] Other threads are currently calling into gRPC, "
            "skipping fork() handlers",
            "E0102 03:04:05.678901234   29633 fork_posix.cc:76]           Other threads are currently calling into "
            "gRPC, skipping fork() handlers",
        ),
    ),
    Rule(
        "grpc-channel-cache",
        NATIVE,
        r"grpc_channel\.cc",
        r"Initialize GrpcChannelCache for job ",
        HIDE,
        "The addresses that the cluster setting gave (tensorflow/core/distributed_runtime/rpc/grpc_channel.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/distributed_runtime/rpc/grpc_channel.cc:301] Initialize "
            "GrpcChannelCache for job localhost -> {0 -> localhost:12345}",
        ),
    ),
    # TensorFlow's and Keras's Python loggers.
    Rule(
        "deprecated-in-package",
        LOGGING,
        _TENSORFLOW,
        _FROM_INSTALLED
        + r"(?:The name [^\n]{1,200} is deprecated\. Please use |[^\n]{1,300} is deprecated and will be removed )",
        HIDE,
        "One installed package on another's use of an old name, which the user cannot mend (deprecation.py).",
        (
            "WARNING:tensorflow:From /opt/env/lib/python3.7/site-packages/keras/backend/tensorflow_backend.py:422: The "
            "name tf.global_variables is deprecated. Please use tf.compat.v1.global_variables instead.",
            "WARNING:tensorflow:From C:\\env\\lib\\site-packages\\tensorflow_core\\python\\ops\\nn_impl.py:183: where "
            "(from tensorflow.python.ops.array_ops) is deprecated and will be removed in a future version.",
            "WARNING:tensorflow:From /opt/env/lib/python3.6/site-packages/keras/backend/tensorflow_backend.py:1108: "
            "calling reduce_mean (from tensorflow.python.ops.math_ops) with keep_dims is deprecated and will be "
            "removed after 2017-09-30.",
            "WARNING:tensorflow:From /opt/env/lib/python3.5/site-packages/tflearn/helpers/trainer.py:134 in __init__.: "
            "initialize_all_variables (from tensorflow.python.ops.variables) is deprecated and will be removed after "
            "2017-03-02.",
            "W0102 03:04:05.678901 139876543210 deprecation.py:323] From /tensorflow-2.0.0b1/python3.6/tensorflow/"
            "python/ops/math_grad.py:1250: add_dispatch_support.<locals>.wrapper (from tensorflow.python.ops."
            "array_ops) is deprecated and will be removed in a future version.",
        ),
        (
            "Instructions for updating:",
            "Colocations handled automatically by placer.",
            "If using Keras pass *_constraint arguments to layers.",
            "Call initializer instance with the dtype argument ",
            "Use tf.where in 2.0, which has the same broadcast rule",
            "keep_dims is deprecated, use keepdims instead",
            "Please use `rate` instead of `keep_prob`.",
        ),
    ),
    Rule(
        "autograph-layers",
        LOGGING,
        _TENSORFLOW,
        r"(?:Entity|AutoGraph could not transform) <bound method \w+\.\w+ of "
        r"<(?:tensorflow(?:_core)?\.python\.(?:keras\.)?layers|keras\.(?:src\.)?layers)\.[\w.]{1,100} object at "
        r"0x\w+>+ "
        r"(?:could not be transformed and will be executed as-is|and will run it as-is)",
        HIDE,
        "A layer of the framework runs as it is, which is what it needs (autograph/impl/api.py, TensorFlow 1.14).",
        (
            "WARNING:tensorflow:Entity <bound method Dense.call of <tensorflow.python.layers.core.Dense object at "
            "0x7f0123456789>> could not be transformed and will be executed as-is. Please report this to the "
            "AutgoGraph team.",
        ),
    ),
    Rule(
        "autograph-import",
        LOGGING,
        _TENSORFLOW,
        r"AutoGraph could not transform <function _(?:gcd_import|find_and_load|handle_fromlist) at 0x\w+> "
        r"and will run it as-is\.",
        HIDE,
        "A function of Python's own import system that AutoGraph came upon (autograph/impl/api.py).",
        (
            "WARNING:tensorflow:AutoGraph could not transform <function _gcd_import at 0x7f0123456789> and will run it "
            "as-is.",
        ),
        ("Cause: Unable to locate the source code of <function _", "To silence this warning, decorate the function"),
    ),
    Rule(
        "assets-written",
        LOGGING,
        _TENSORFLOW,
        r"Assets (?:written to: |added to graph\.)|No assets to (?:save|write)\.|SavedModel written to: ",
        HIDE,
        "A success of each save (tensorflow/python/saved_model/builder_impl.py).",
        (
            "INFO:tensorflow:Assets written to: /tmp/m/assets",
            "INFO:tensorflow:No assets to save.",
            "INFO:tensorflow:Assets added to graph.",
            "INFO:tensorflow:SavedModel written to: /tmp/m/saved_model.pb",
        ),
    ),
    Rule(
        "untraced-functions",
        LOGGING,
        _TENSORFLOW,
        r"Found untraced functions such as .{1,2000} while saving \(showing \d+ of \d+\)\.",
        HIDE,
        "Functions of Keras's own layers that need no trace (keras/saved_model/save.py).",
        (
            "WARNING:absl:Found untraced functions such as _jit_compiled_convolution_op while saving (showing 1 of 1). "
            "These functions will not be directly callable after loading.",
        ),
    ),
    Rule(
        "unsupported-signature",
        LOGGING,
        _TENSORFLOW,
        r"Unsupported signature for serialization: \(\(",
        HIDE,
        "A trace that a save leaves out, at each layer (tensorflow/python/saved_model/function_serialization.py).",
        (
            "INFO:tensorflow:Unsupported signature for serialization: ((TensorSpec(shape=(5,), dtype=tf.float32, "
            "name='gradient'), <tensorflow.python.framework.func_graph.UnknownArgument object at 0x7f0123456789>), "
            "{}).",
        ),
    ),
    Rule(
        "builtin-name",
        LOGGING,
        _TENSORFLOW,
        r"<(?:tensorflow\.python\.)?keras\.[\w.]{1,100} object at 0x\w+> has the same name '\w+' as a built-in Keras "
        r"object\.",
        HIDE,
        "Keras takes its own recurrent cells for the user's (keras/saving/saved_model/layer_serialization.py).",
        (
            "WARNING:absl:<keras.layers.rnn.lstm.LSTMCell object at 0x7f0123456789> has the same name 'LSTMCell' as a "
            "built-in Keras object. Consider renaming <class 'keras.layers.rnn.lstm.LSTMCell'> to avoid naming "
            "conflicts when loading with `tf.keras.models.load_model`.",
        ),
    ),
    Rule(
        "metrics-not-built",
        LOGGING,
        _TENSORFLOW,
        r"Compiled the loaded model, but the compiled metrics have yet to be built\.",
        HIDE,
        "Plain after each load, and the next fit or evaluate mends it (keras/saving/saving_utils.py).",
        (
            "WARNING:tensorflow:Compiled the loaded model, but the compiled metrics have yet to be built. "
            "`model.compile_metrics` will be empty until you train or evaluate the model.",
        ),
    ),
    Rule(
        "sample-weight-modes",
        LOGGING,
        _TENSORFLOW,
        r"sample_weight modes were coerced from\n",
        HIDE,
        "Keras brings its own default into another form (keras/engine/data_adapter.py, TensorFlow 2.1 and 2.2).",
        ("WARNING:tensorflow:sample_weight modes were coerced from\n  ...\n    to  \n  ['...']",),
    ),
    Rule(
        "mixed-precision-ok",
        LOGGING,
        _TENSORFLOW,
        r"Mixed precision compatibility check \(\w+\): OK\n",
        HIDE,
        "A success (keras/mixed_precision/device_compatibility_check.py).",
        (
            "INFO:tensorflow:Mixed precision compatibility check (mixed_float16): OK\nYour GPU will likely run quickly "
            "with dtype policy mixed_float16 as it has compute capability of at least 7.0.",
        ),
    ),
    Rule(
        "tflite-deduplication",
        LOGGING,
        _TENSORFLOW,
        r"Buffer deduplication procedure will be skipped when flatbuffer library is not properly loaded",
        HIDE,
        "An option that the converter does without (tensorflow/lite/python/lite.py).",
        ("WARNING:absl:Buffer deduplication procedure will be skipped when flatbuffer library is not properly loaded",),
    ),
    Rule(
        "collective-ops",
        LOGGING,
        _TENSORFLOW,
        r"Collective ops is not configured at program startup\. Some performance features may not be enabled\.",
        HIDE,
        "A default that nobody can set from a notebook "
        "(tensorflow/python/distribute/collective_all_reduce_strategy.py).",
        (
            "WARNING:tensorflow:Collective ops is not configured at program startup. Some performance features may not "
            "be enabled.",
        ),
    ),
    Rule(
        "all-reduce",
        LOGGING,
        _TENSORFLOW,
        r"Reduce to /(?:job|replica|device):\S+ then broadcast to \("
        r"|(?:Collective )?(?:batch_all_reduce|all_reduce tensors): \d+ all.?reduces",
        HIDE,
        "Each step of a distribution strategy (tensorflow/python/distribute/cross_device_ops.py).",
        (
            "INFO:tensorflow:Reduce to /job:localhost/replica:0/task:0/device:CPU:0 then broadcast to "
            "('/job:localhost/replica:0/task:0/device:CPU:0',).",
            "INFO:tensorflow:batch_all_reduce: 6 all-reduces with algorithm = nccl, num_packs = 1",
            "INFO:tensorflow:Collective all_reduce tensors: 6 all_reduces, num_devices = 1, group_size = 2, "
            "implementation = CommunicationImplementation.AUTO, num_packs = 1",
        ),
    ),
    Rule(
        "tpu-start",
        LOGGING,
        _TENSORFLOW,
        r"Initializing the TPU system: |Finished initializing TPU system\.|Clearing out eager caches$"
        r"|Deallocate tpu buffers before initializing tpu system\.|Found TPU system:$|\*\*\* Num TPU \w+(?: Per "
        r"Worker)?: "
        r"|\*\*\* Available Device: _DeviceAttributes\(|Querying Tensorflow master \(",
        HIDE,
        "Steps of a start that succeeds (tensorflow/python/tpu/tpu_system_metadata.py, tpu_strategy_util.py).",
        (
            "INFO:tensorflow:Initializing the TPU system: grpc://10.0.0.2:8470",
            "INFO:tensorflow:Finished initializing TPU system.",
            "INFO:tensorflow:Clearing out eager caches",
            "INFO:tensorflow:Found TPU system:",
            "INFO:tensorflow:*** Num TPU Cores Per Worker: 8",
            "INFO:tensorflow:*** Available Device: _DeviceAttributes(/job:worker/replica:0/task:0/device:CPU:0, CPU, "
            "0)",
        ),
    ),
    Rule(
        "estimator-steps",
        LOGGING,
        _TENSORFLOW,
        r"(?:Calling model_fn|Done calling model_fn|Create CheckpointSaverHook|Graph was finalized"
        r"|Running local_init_op|Done running local_init_op)\.$"
        r"|Calling checkpoint listeners (?:before|after) saving checkpoint \d+\.\.\.$",
        HIDE,
        "Steps of every run of an Estimator, between which its losses stand (tensorflow_estimator/estimator.py).",
        (
            "INFO:tensorflow:Calling model_fn.",
            "INFO:tensorflow:Done running local_init_op.",
            "INFO:tensorflow:Graph was finalized.",
            "INFO:tensorflow:Calling checkpoint listeners before saving checkpoint 0...",
        ),
    ),
    Rule(
        "no-tensorboard",
        LOGGING,
        r"tensorflow|absl|root",
        r"Limited tf\.(?:compat\.v2\.)?summary API due to missing TensorBoard installation\.",
        ONCE,
        "Printed several times at one import (tensorflow/api_template.__init__.py).",
        ("WARNING:root:Limited tf.summary API due to missing TensorBoard installation.",),
    ),
    Rule(
        "tfds-hosted",
        LOGGING,
        r"absl",
        r"Dataset \S+ is hosted on GCS\. It will automatically be downloaded to your",
        HIDE,
        "What follows is a download with a progress bar (tensorflow_datasets/core/dataset_builder.py).",
        (
            "WARNING:absl:Dataset cifar10 is hosted on GCS. It will automatically be downloaded to your\nlocal data "
            "directory. If you'd instead prefer to read directly from our public",
        ),
        (
            "local data directory. If you'd instead prefer to read directly from our public",
            "GCS bucket (recommended if you're running on GCP)",
            "`try_gcs=True` to `tfds.load`",
            "data_dir=gs://tfds-data/datasets`.",
        ),
    ),
    Rule(
        "tfds-steps",
        LOGGING,
        r"absl",
        r"Load dataset info from |Reusing dataset \S+ \(|Constructing tf\.data\.Dataset (?:\S+ )?for split "
        r"|Load pre-computed DatasetInfo \(eg: splits, num examples,\.\.\.\) from GCS: ",
        HIDE,
        "Steps of a load that succeeds (tensorflow_datasets/core/dataset_info.py).",
        (
            "INFO:absl:Load dataset info from /data/tensorflow_datasets/cifar10/3.0.2",
            "INFO:absl:Reusing dataset cifar10 (/data/tensorflow_datasets/cifar10/3.0.2)",
            "INFO:absl:Constructing tf.data.Dataset cifar10 for split train, from /data/tensorflow_datasets/cifar10",
        ),
    ),
    Rule(
        "tpu-scope",
        LOGGING,
        r"absl",
        r"Entering into master device scope: /job:",
        HIDE,
        "A step of the connection to a TPU (tensorflow/python/eager/remote.py).",
        ("INFO:absl:Entering into master device scope: /job:worker/replica:0/task:0/device:CPU:0",),
    ),
    Rule(
        "torch-xla-cpu",
        LOGGING,
        r"root|torch_xla",
        r"Defaulting to PJRT_DEVICE=CPU$",
        HIDE_WITHOUT_GPU,
        "Plain on a machine without an accelerator, and news on one with (torch_xla/runtime.py).",
        ("WARNING:root:Defaulting to PJRT_DEVICE=CPU",),
    ),
    Rule(
        "torch-xla-pallas",
        LOGGING,
        r"root|torch_xla",
        r"You are trying to use a feature that requires jax/pallas\.\s*You can install Jax/Pallas via ",
        HIDE,
        "torch_xla asked for JAX at each step, needed or not, until its makers took it out (torch_xla#9569).",
        (
            "WARNING:root:You are trying to use a feature that requires jax/pallas.You can install Jax/Pallas via pip "
            "install torch_xla[pallas]",
        ),
    ),
    # Python warnings about one installed package, raised inside another. The user's own code keeps its warnings.
    Rule(
        "numpy-type-1",
        WARNING,
        INSTALLED,
        r"FutureWarning: Passing \(type, 1\) or '1type' as a synonym of type is deprecated",
        HIDE,
        "TensorFlow before 1.15 and TensorBoard with NumPy 1.17 and newer (dtypes.py, tensorflow#30427).",
        (
            "/opt/env/lib/python3.6/site-packages/tensorflow/python/framework/dtypes.py:523: FutureWarning: Passing "
            "(type, 1) or '1type' as a synonym of type is deprecated; in a future version of numpy, it will be "
            "understood as (type, (1,)) / '(1,)type'.",
        ),
        ("_np_q", "np_resource = np.dtype("),
    ),
    Rule(
        "numpy-aliases",
        WARNING,
        INSTALLED,
        r"(?:Deprecation|Future)Warning: (?:`np\.\w+` is a deprecated alias for "
        r"|In the future `np\.\w+` will be defined as the corresponding NumPy scalar)",
        HIDE,
        "Old packages with NumPy 1.20 to 1.26 (tensorflow/python/framework/dtypes.py, tensorboard).",
        (
            "/opt/env/lib/python3.9/site-packages/tensorflow/python/framework/dtypes.py:246: DeprecationWarning: "
            "`np.bool8` is a deprecated alias for `np.bool_`.  (Deprecated NumPy 1.24)",
            "/opt/env/lib/python3.9/site-packages/tensorboard/compat/tensorflow_stub/dtypes.py:326: FutureWarning: In "
            "the future `np.object` will be defined as the corresponding NumPy scalar.",
        ),
        ("np.bool8: (False, True),", 'if not hasattr(np, "object")'),
    ),
    Rule(
        "h5py-issubdtype",
        WARNING,
        INSTALLED,
        r"FutureWarning: Conversion of the second argument of issubdtype from `\w+` to `np\.\w+` is deprecated\.",
        HIDE,
        "h5py 2.7 with NumPy 1.14 and newer, at the import of Keras (h5py/__init__.py:36).",
        (
            "/opt/env/lib/python3.6/site-packages/h5py/__init__.py:36: FutureWarning: Conversion of the second "
            "argument "
            "of issubdtype from `float` to `np.floating` is deprecated.",
        ),
        ("from ._conv import register_converters",),
    ),
    Rule(
        "compiletime-version",
        WARNING,
        r".*importlib[/.]_bootstrap.*",
        r"RuntimeWarning: compiletime version 3\.\d+ of module 'tensorflow\.[\w.]+' does not match runtime version 3\.",
        HIDE,
        "A wheel of TensorFlow 1.4 that was built with another Python and works (tensorflow#14182).",
        (
            "/opt/env/lib/python3.6/importlib/_bootstrap.py:219: RuntimeWarning: compiletime version 3.5 of module "
            "'tensorflow.python.framework.fast_tensor_util' does not match runtime version 3.6",
        ),
        ("return f(*args, **kwds)",),
    ),
    Rule(
        "protobuf-gencode",
        WARNING,
        r"(?:.*/)?google/protobuf/runtime_version\.py",
        r"UserWarning: Protobuf gencode version \S+ is (?:exactly one major version )?older than the runtime version "
        r"\S+ "
        r"at (?:tensorflow|tensorboard|xla|tsl|google)/",
        HIDE,
        "About files that TensorFlow brings along; the user's own .proto files keep it (protobuf#18096).",
        (
            "/opt/env/lib/python3.11/site-packages/google/protobuf/runtime_version.py:98: UserWarning: Protobuf "
            "gencode "
            "version 5.28.3 is exactly one major version older than the runtime version 6.31.1 at "
            "tensorflow/core/framework/attr_value.proto. Please update the gencode to avoid compatibility violations "
            "in the next runtime release.",
        ),
        ("warnings.warn(",),
    ),
    Rule(
        "protobuf-prototype",
        WARNING,
        INSTALLED,
        r"UserWarning: SymbolDatabase\.GetPrototype\(\) is deprecated\. Please use message_factory\.GetMessageClass\(\)"
        r"|UserWarning: MessageFactory class is deprecated\. Please use GetMessageClass\(\)",
        HIDE,
        "protobuf 4 on its use by TensorBoard and other packages (google/protobuf/symbol_database.py:55).",
        (
            "/opt/env/lib/python3.10/site-packages/google/protobuf/symbol_database.py:55: UserWarning: "
            "SymbolDatabase.GetPrototype() is deprecated. Please use message_factory.GetMessageClass() instead. "
            "SymbolDatabase.GetPrototype() will be removed soon.",
        ),
        ("warnings.warn('SymbolDatabase.GetPrototype() is deprecated.",),
    ),
    Rule(
        "protobuf-descriptors",
        WARNING,
        INSTALLED,
        r"DeprecationWarning: Call to deprecated create function \w+\(\)\. Note: Create unlinked descriptors is "
        r"going to",
        HIDE,
        "Files that an older protobuf made for TensorFlow (google/protobuf/descriptor.py).",
        (
            "/opt/env/lib/python3.8/site-packages/tensorflow/core/framework/tensor_shape_pb2.py:18: "
            "DeprecationWarning: "
            "Call to deprecated create function FieldDescriptor(). Note: Create unlinked descriptors is going to go "
            "away. Please use get/find descriptors from generated code or query the descriptor_pool.",
        ),
    ),
    Rule(
        "pkg-resources",
        WARNING,
        INSTALLED,
        r"(?:User|Deprecation)Warning: (?:pkg_resources is deprecated as an API\."
        r"|Deprecated call to `pkg_resources\.declare_namespace\()",
        HIDE,
        "A package on its own packaging (setuptools; google-cloud-python#13974).",
        (
            "/opt/env/lib/python3.12/site-packages/tensorflow_hub/__init__.py:61: UserWarning: pkg_resources is "
            "deprecated as an API. See https://setuptools.pypa.io/en/latest/pkg_resources.html.",
            "/opt/env/lib/python3.9/site-packages/pkg_resources/__init__.py:2871: DeprecationWarning: Deprecated call "
            "to `pkg_resources.declare_namespace('google')`.",
        ),
        ("import pkg_resources", "from pkg_resources import", "declare_namespace("),
    ),
    Rule(
        "stdlib-deprecations",
        WARNING,
        INSTALLED,
        r"(?:Pending)?DeprecationWarning: (?:distutils Version classes are deprecated\."
        r"|The distutils package is deprecated and slated for removal|[Tt]he imp module is deprecated in favour of "
        r"importlib"
        r"|Using or importing the ABCs from 'collections' instead of from 'collections\.abc')",
        HIDE,
        "A package on modules that a later Python drops; that package is not the user's to mend.",
        (
            "/opt/env/lib/python3.7/site-packages/tensorflow/python/autograph/utils/testing.py:21: DeprecationWarning: "
            "the imp module is deprecated in favour of importlib; see the module's documentation for alternative uses",
            "/opt/env/lib/python3.9/site-packages/torch/utils/tensorboard/__init__.py:4: DeprecationWarning: distutils "
            "Version classes are deprecated. Use packaging.version instead.",
            "/opt/env/lib/python3.7/site-packages/flatbuffers/compat.py:19: DeprecationWarning: Using or importing the "
            "ABCs from 'collections' instead of from 'collections.abc' is deprecated since Python 3.3",
        ),
        ("import imp", "LooseVersion", "if not hasattr(tensorboard, "),
    ),
    Rule(
        "jax-names",
        WARNING,
        r"(?:.*/)?(?:site|dist)-packages/(?!ipykernel|IPython/|jax/).*",
        r"(?:Deprecation|Future)Warning: jax\.[\w.]{1,80} is deprecated",
        HIDE,
        "A package on JAX's names; JAX names the caller, so the user's own use keeps it (jax/_src/deprecations.py).",
        (
            "/opt/env/lib/python3.11/site-packages/flax/core/tracers.py:22: DeprecationWarning: jax.core.Trace is "
            "deprecated. Use jax.extend instead.",
        ),
    ),
    Rule(
        "torch-names",
        WARNING,
        r"(?:.*/)?(?:site|dist)-packages/(?!ipykernel|IPython/|torch/).*",
        r"(?:User|Future|Deprecation)Warning: `?torch\.[\w.]{1,100}(?:\(args\.\.\.\))?`? is deprecated[.,]",
        HIDE,
        "A package on torch's names; torch names the caller, so the user's own use keeps it (torch/cuda/amp).",
        (
            "/opt/env/lib/python3.11/site-packages/transformers/utils/generic.py:441: UserWarning: "
            "torch.utils._pytree._register_pytree_node is deprecated. Please use "
            "torch.utils._pytree.register_pytree_node instead.",
            "/opt/env/lib/python3.11/site-packages/kornia/feature/lightglue.py:44: FutureWarning: "
            "`torch.cuda.amp.custom_fwd(args...)` is deprecated. Please use `torch.amp.custom_fwd(args..., "
            "device_type='cuda')` instead.",
        ),
    ),
    Rule(
        "keras-state-updates",
        WARNING,
        r"(?:.*/)?(?:site|dist)-packages/(?:tensorflow|tensorflow_core|keras)/.*",
        r"UserWarning: `Model\.state_updates` will be removed in a future version\.",
        HIDE,
        "Keras on its own use in predict and save (keras/engine/training_v1.py, TensorFlow 2.3 to 2.9).",
        (
            "/opt/env/lib/python3.7/site-packages/keras/engine/training_v1.py:2079: UserWarning: `Model.state_updates` "
            "will be removed in a future version. This property should not be used in TensorFlow 2.0, as `updates` are "
            "applied automatically.",
        ),
        ("updates=self.state_updates", "warnings.warn('`Model.state_updates` will be removed"),
    ),
    # torch.
    Rule(
        "keras-custom-mask",
        WARNING,
        r"(?:.*/)?(?:site|dist)-packages/(?:keras|tensorflow|tensorflow_core)/.*",
        r"CustomMaskWarning: Custom mask layers require a config and must override get_config\.",
        HIDE,
        "Keras 2.5 to 2.9 says it of every layer with a mask that it saves (keras/utils/generic_utils.py:494).",
        (
            "/opt/env/lib/python3.7/site-packages/keras/utils/generic_utils.py:497: CustomMaskWarning: Custom mask "
            "layers require a config and must override get_config. When loading, the custom mask layer must be passed "
            "to the custom_objects argument.",
        ),
        ("category=CustomMaskWarning)",),
    ),
    Rule(
        "torch-stft-complex",
        WARNING,
        r"(?:.*/)?(?:site|dist)-packages/torch/functional\.py",
        r"UserWarning: i?stft (?:will soon require|with return_complex=False is deprecated)",
        HIDE,
        "torch 1.7 to 1.13 on a default that it was going to change, whoever calls (torch/functional.py:516).",
        (
            "/opt/env/lib/python3.6/site-packages/torch/functional.py:516: UserWarning: stft will soon require the "
            "return_complex parameter be given for real inputs, and will further require that return_complex=True",
        ),
        ("normalized, onesided, return_complex)",),
    ),
    Rule(
        "torch-named-tensors",
        WARNING,
        r"(?:.*/)?(?:site|dist)-packages/torch/nn/functional\.py",
        r"UserWarning: Named tensors and all their associated APIs are an experimental feature and subject to change\.",
        HIDE,
        "torch 1.9 on its own max_pool2d (torch/nn/functional.py:718, pytorch#54846).",
        (
            "/opt/env/lib/python3.7/site-packages/torch/nn/functional.py:718: UserWarning: Named tensors and all their "
            "associated APIs are an experimental feature and subject to change.",
        ),
        ("return torch.max_pool2d(",),
    ),
    Rule(
        "torch-datasets-not-writable",
        WARNING,
        r"(?:.*/)?(?:site|dist)-packages/torchvision/datasets/\w+\.py",
        r"UserWarning: The given NumPy array is not writ(?:e)?able, and PyTorch does not support non-writ(?:e)?able "
        r"tensors\.",
        HIDE,
        "torchvision on how it reads its own data sets (torchvision/datasets/mnist.py:498).",
        (
            "/opt/env/lib/python3.7/site-packages/torchvision/datasets/mnist.py:498: UserWarning: The given NumPy "
            "array "
            "is not writeable, and PyTorch does not support non-writeable tensors.",
        ),
        ("return torch.from_numpy(parsed",),
    ),
    Rule(
        "torch-typed-storage",
        WARNING,
        r"(?:.*/)?(?:site|dist)-packages/torch/.*",
        r"UserWarning: TypedStorage is deprecated\. It will be removed in the future",
        HIDE,
        "torch 2 on its own storages when it loads a model (torch/_utils.py:776).",
        (
            "/opt/env/lib/python3.10/site-packages/torch/_utils.py:776: UserWarning: TypedStorage is deprecated. It "
            "will be removed in the future and UntypedStorage will be the only storage class.",
        ),
        ("return self.fget.__get__(instance, owner)()",),
    ),
    Rule(
        "torch-hipblaslt",
        WARNING,
        r"(?:.*/)?(?:site|dist)-packages/torch/.*",
        r"UserWarning: Attempting to use hipBLASLt on an? un\w+ architecture! Overriding blas backend to hipblas",
        HIDE,
        "torch for ROCm takes the other library by itself (aten/src/ATen/Context.cpp).",
        (
            "/opt/env/lib/python3.12/site-packages/torch/nn/modules/linear.py:125: UserWarning: Attempting to use "
            "hipBLASLt on an unsupported architecture! Overriding blas backend to hipblas",
        ),
        ("return F.linear(",),
    ),
    Rule(
        "torch-gather-scalars",
        WARNING,
        r"(?:.*/)?(?:site|dist)-packages/torch/nn/parallel/_functions\.py",
        r"UserWarning: Was asked to gather along dimension 0, but all input tensors were scalars; "
        r"will instead unsqueeze and return a vector\.",
        HIDE,
        "DataParallel gathers losses as it always does, at each step (torch/nn/parallel/_functions.py:68).",
        (
            "/opt/env/lib/python3.9/site-packages/torch/nn/parallel/_functions.py:68: UserWarning: Was asked to gather "
            "along dimension 0, but all input tensors were scalars; will instead unsqueeze and return a vector.",
        ),
        ("warnings.warn('Was asked to gather along dimension 0",),
    ),
    Rule(
        "torch-nnpack",
        NATIVE,
        r"NNPACK\.cpp",
        r"Could not initialize NNPACK! Reason: Unsupported hardware\.",
        ONCE,
        "At each convolution on CPUs that NNPACK does not know (aten/src/ATen/native/NNPACK.cpp).",
        (
            "[W NNPACK.cpp:64] Could not initialize NNPACK! Reason: Unsupported hardware.",
            "[W618 03:04:05.678901234 NNPACK.cpp:62] Could not initialize NNPACK! Reason: Unsupported hardware.",
        ),
    ),
)
