"""torch, torchvision and torch-xla."""

from typing import Tuple

from ...grammar.kinds import LOGGING, NATIVE, WARNING
from ...grammar.rule import HIDE, HIDE_WITHOUT_GPU, INSTALLED, ONCE, Rule

RULES: Tuple[Rule, ...] = (
    Rule(
        "torch-no-driver",
        WARNING,
        ("torch/cuda/__init__.py",),
        (r"CUDA initialization: Found no NVIDIA driver on your system\.", r"Can't initialize NVML$"),
        HIDE_WITHOUT_GPU,
        "torch asks for CUDA by itself and finds no driver (c10/cuda/CUDAFunctions.cpp).",
        (
            "/usr/lib/python3/dist-packages/torch/cuda/__init__.py:52: UserWarning: CUDA initialization: Found no "
            "NVIDIA driver on your system. Please check that you have an NVIDIA GPU and installed a driver from "
            "http://www.nvidia.com/Download/index.aspx",
            "/opt/env/lib/python3.10/site-packages/torch/cuda/__init__.py:628: UserWarning: Can't initialize NVML",
        ),
        categories=("UserWarning",),
    ),
    Rule(
        "torch-xla-cpu",
        LOGGING,
        ("root", "torch_xla"),
        ("Defaulting to PJRT_DEVICE=CPU$",),
        HIDE_WITHOUT_GPU,
        "Obvious on a machine without an accelerator, but not on a machine with one (torch_xla/runtime.py).",
        ("WARNING:root:Defaulting to PJRT_DEVICE=CPU",),
    ),
    Rule(
        "torch-xla-pallas",
        LOGGING,
        ("root", "torch_xla"),
        (r"You are trying to use a feature that requires jax/pallas\.\s*You can install Jax/Pallas via ",),
        HIDE,
        "torch_xla asked for JAX at each step, needed or not, until its makers took it out (torch_xla#9569).",
        (
            "WARNING:root:You are trying to use a feature that requires jax/pallas.You can install Jax/Pallas via pip "
            "install torch_xla[pallas]",
        ),
    ),
    Rule(
        "torch-names",
        WARNING,
        (INSTALLED, "!torch/"),
        (
            r"torch\.[\w.]{1,100} is deprecated[.,]",
            r"`torch\.[\w.]{1,100}(?:\(args\.\.\.\))?` is deprecated[.,]",
        ),
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
        categories=("UserWarning", "FutureWarning", "DeprecationWarning"),
    ),
    Rule(
        "torch-stft-complex",
        WARNING,
        ("torch/functional.py",),
        ("i?stft (?:will soon require|with return_complex=False is deprecated)",),
        HIDE,
        "torch 1.7 to 1.13 on a default that it was going to change, whoever calls (torch/functional.py:516).",
        (
            "/opt/env/lib/python3.6/site-packages/torch/functional.py:516: UserWarning: stft will soon require the "
            "return_complex parameter be given for real inputs, and will further require that return_complex=True",
        ),
        categories=("UserWarning",),
    ),
    Rule(
        "torch-named-tensors",
        WARNING,
        ("torch/nn/functional.py",),
        (r"Named tensors and all their associated APIs are an experimental feature and subject to change\.",),
        HIDE,
        "torch 1.9 on its own max_pool2d (torch/nn/functional.py:718, pytorch#54846).",
        (
            "/opt/env/lib/python3.7/site-packages/torch/nn/functional.py:718: UserWarning: Named tensors and all their "
            "associated APIs are an experimental feature and subject to change.",
        ),
        categories=("UserWarning",),
    ),
    Rule(
        "torch-datasets-not-writable",
        WARNING,
        ("torchvision/datasets/",),
        (
            (
                "The given NumPy array is not writ(?:e)?able, and PyTorch does not support non-writ(?:e)?able "
                r"tensors\."
            ),
        ),
        HIDE,
        "torchvision on how it reads its own data sets (torchvision/datasets/mnist.py:498).",
        (
            "/opt/env/lib/python3.7/site-packages/torchvision/datasets/mnist.py:498: UserWarning: The given NumPy "
            "array "
            "is not writeable, and PyTorch does not support non-writeable tensors.",
        ),
        categories=("UserWarning",),
    ),
    Rule(
        "torch-typed-storage",
        WARNING,
        ("torch/",),
        (r"TypedStorage is deprecated\. It will be removed in the future",),
        HIDE,
        "torch 2 on its own storages when it loads a model (torch/_utils.py:776).",
        (
            "/opt/env/lib/python3.10/site-packages/torch/_utils.py:776: UserWarning: TypedStorage is deprecated. It "
            "will be removed in the future and UntypedStorage will be the only storage class.",
        ),
        categories=("UserWarning",),
    ),
    Rule(
        "torch-hipblaslt",
        WARNING,
        ("torch/",),
        (r"Attempting to use hipBLASLt on an? un\w+ architecture! Overriding blas backend to hipblas",),
        HIDE,
        "torch for ROCm takes the other library by itself (aten/src/ATen/Context.cpp).",
        (
            "/opt/env/lib/python3.12/site-packages/torch/nn/modules/linear.py:125: UserWarning: Attempting to use "
            "hipBLASLt on an unsupported architecture! Overriding blas backend to hipblas",
        ),
        categories=("UserWarning",),
    ),
    Rule(
        "torch-gather-scalars",
        WARNING,
        ("torch/nn/parallel/_functions.py",),
        (
            (
                "Was asked to gather along dimension 0, but all input tensors were scalars; will instead unsqueeze "
                r"and return a vector\."
            ),
        ),
        HIDE,
        "DataParallel gathers losses as it always does, at each step (torch/nn/parallel/_functions.py:68).",
        (
            "/opt/env/lib/python3.9/site-packages/torch/nn/parallel/_functions.py:68: UserWarning: Was asked to gather "
            "along dimension 0, but all input tensors were scalars; will instead unsqueeze and return a vector.",
        ),
        categories=("UserWarning",),
    ),
    Rule(
        "torch-few-processors",
        LOGGING,
        ("torch._inductor.utils", "absl"),
        (r"(?:\[[\d/]{1,20}\] )?Not enough SMs to use max_autotune_gemm mode$",),
        HIDE,
        "The first compilation on a smaller GPU, which takes other kernels by itself (torch/_inductor/utils.py).",
        (
            "W0102 03:04:05.678901 29633 torch/_inductor/utils.py:1137] [0/0] Not enough SMs to use max_autotune_gemm "
            "mode",
        ),
    ),
    Rule(
        "torch-nnpack",
        NATIVE,
        ("NNPACK.cpp",),
        (r"Could not initialize NNPACK! Reason: Unsupported hardware\.",),
        ONCE,
        "At each convolution on CPUs that NNPACK does not know (aten/src/ATen/native/NNPACK.cpp).",
        (
            "[W NNPACK.cpp:64] Could not initialize NNPACK! Reason: Unsupported hardware.",
            "[W618 03:04:05.678901234 NNPACK.cpp:62] Could not initialize NNPACK! Reason: Unsupported hardware.",
        ),
    ),
    Rule(
        "torch-pynvml",
        WARNING,
        ("torch/cuda/__init__.py",),
        (r"The pynvml package is deprecated\. Please install nvidia-ml-py instead\.",),
        HIDE,
        "A renamed package that another one brought, at the import of torch (torch/cuda/__init__.py).",
        (
            "/opt/env/lib/python3.11/site-packages/torch/cuda/__init__.py:61: FutureWarning: The pynvml package is "
            "deprecated. Please install nvidia-ml-py instead. If you did not install pynvml directly, please report "
            "this to the maintainers of the package that installed pynvml for you.",
        ),
        categories=("FutureWarning",),
    ),
    Rule(
        "torchvision-image",
        WARNING,
        ("torchvision/io/image.py",),
        (r"Failed to load image Python extension: ",),
        HIDE,
        "An optional part, at the import of torchvision; whoever calls it gets an exception (torchvision/io/image.py).",
        (
            "/opt/env/lib/python3.10/site-packages/torchvision/io/image.py:13: UserWarning: Failed to load image "
            "Python extension: libc10_cuda.so: cannot open shared object file: No such file or directory",
        ),
        categories=("UserWarning",),
    ),
    Rule(
        "torch-nested-tensors",
        WARNING,
        ("torch/nn/modules/transformer.py",),
        (r"The PyTorch API of nested tensors is in prototype stage and will change in the near future\.",),
        HIDE,
        "torch 1.12 to 2.5 on its own transformer layers (aten/src/ATen/NestedTensorImpl.cpp).",
        (
            "/opt/env/lib/python3.10/site-packages/torch/nn/modules/transformer.py:505: UserWarning: The PyTorch API "
            "of nested tensors is in prototype stage and will change in the near future.",
        ),
        categories=("UserWarning",),
    ),
    Rule(
        "torch-cublas-context",
        WARNING,
        ("torch/",),
        (r"Attempting to run cuBLAS, but there was no current CUDA context! Attempting to set the primary context",),
        HIDE,
        "torch sets the context in the thread of its backward pass (aten/src/ATen/cuda/CublasHandlePool.cpp).",
        (
            "/opt/env/lib/python3.11/site-packages/torch/autograd/graph.py:823: UserWarning: Attempting to run cuBLAS, "
            "but there was no current CUDA context! Attempting to set the primary context... (Triggered internally at "
            "/pytorch/aten/src/ATen/cuda/CublasHandlePool.cpp:180.)",
        ),
        categories=("UserWarning",),
    ),
    Rule(
        "torch-cudnn-plans",
        WARNING,
        ("torch/",),
        (
            r"Plan failed with a cudnnException: CUDNN_BACKEND_EXECUTION_PLAN_DESCRIPTOR: cudnnFinalizeDescriptor "
            r"Failed cudnn_status: CUDNN_STATUS_NOT_SUPPORTED",
        ),
        HIDE,
        "torch 2.3 tries plans for a convolution and takes one that works (pytorch#121834).",
        (
            "/opt/env/lib/python3.10/site-packages/torch/nn/modules/conv.py:456: UserWarning: Plan failed with a "
            "cudnnException: CUDNN_BACKEND_EXECUTION_PLAN_DESCRIPTOR: cudnnFinalizeDescriptor Failed cudnn_status: "
            "CUDNN_STATUS_NOT_SUPPORTED (Triggered internally at ../aten/src/ATen/native/cudnn/Conv_v8.cpp:919.)",
        ),
        categories=("UserWarning",),
    ),
)
