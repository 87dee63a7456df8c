"""Reasons as data: cells that a row leaves out, lines that count on neither side, noise that ours shows on purpose."""

from __future__ import annotations

from .cells import LeftOut

_NO_TF = "no TensorFlow in this row"
_NO_FIT = "this backend has no fit (keras/src/backend/{numpy,openvino}/trainer.py)"
_OLD = "Keras before 2.4 runs graphs in sessions: it has no such call"

LEFT_OUT = (
    *(
        LeftOut(name, "!trains", _NO_FIT)
        for name in ("fit", "jit_compile", "mixed precision", "NaN stop", "no gradients", "ran out of data")
    ),
    LeftOut("early stopping without validation", "!trains", _NO_FIT),
    *(
        LeftOut(name, "!tf1 !tf2", _NO_TF)
        for name in (
            "fit from tf.data",
            "SavedModel",
            "TFLite",
            "retracing",
            "corrupt image",
            "dataset cache not fully read",
            "missing file in a pipeline",
        )
    ),
    *(
        LeftOut(name, "old", _OLD)
        for name in (
            "fit from tf.data",
            "SavedModel",
            "jit_compile",
            "mixed precision",
            "TFLite",
            "retracing",
            "dataset cache not fully read",
            "missing file in a pipeline",
        )
    ),
    LeftOut("ran out of data", "old", "Keras before 2.4 raises StopIteration in its queue"),
    LeftOut("no gradients", "theano", "Theano has no trainer that skips a weight: it raises DisconnectedInputError"),
    LeftOut("no gradients", "jax", "JAX's gradients are zero where there is none, so Keras has nothing to say"),
    LeftOut("save and load .keras", "old|keras24", "the format came with Keras 2.12"),
    LeftOut("TFLite", "2.16", "TF 2.16.2 with Keras 3.15.1 aborts: LLVM ERROR: Failed to infer result type(s)"),
    LeftOut("TFLite", "beside", "the converter takes a model of the TensorFlow backend"),
    LeftOut("a legacy .h5 that does not load", "!keras3", "Keras 2 loads it"),
    LeftOut("a legacy .h5 that does not load", "nightly", "Keras 3.16 loads it"),
    *(
        LeftOut(name, "libraries !more", "not installed in this row's environment")
        for name in (
            "pictures and keras.applications",
            "keras-hub",
            "keras-tuner",
            "TensorBoard and its profiler",
            "MirroredStrategy",
            "TensorFlow Datasets",
            "tensorflow-probability",
            "scikit-learn wrappers",
            "tf.data service",
        )
    ),
    LeftOut("optuna", "libraries jax", "not installed in this row's environment"),
    *(
        LeftOut(name, "libraries !torch", "a cell of torch")
        for name in ("transformers", "DataLoader with workers", "torch.compile")
    ),
    *(LeftOut(name, "libraries !jax", "a cell of JAX") for name in ("jit", "pmap on CPU devices")),
    LeftOut("autokeras", "libraries", "autokeras 3.0.0 gives `units` as a NumPy integer, which Keras 3.15 refuses"),
)

# Lines that ours shows on purpose (docs/fidelity.md), that a tutorial's reader could do without: neither noise nor a
# signal to lose. The page counts them.
EITHER = {
    "OP_REQUIRES failed": "repeats the exception of the cell (tensorflow/core/framework/op_kernel.cc)",
    "Local rendezvous is aborting with status: INVALID_ARGUMENT": "repeats the exception of the cell",
    "Local rendezvous is aborting with status: NOT_FOUND": "repeats the exception of the cell",
    "[/job:localhost/replica:0/task:0/device:CPU:0] (DEBUG INFO) Executor start aborting": "repeats the exception of "
    "the cell (tensorflow/core/common_runtime/executor.cc, TensorFlow 2.12)",
    "will not be optimized because the dataset does not implement": "depends on the pipeline (tensorflow/core/"
    "framework/dataset.cc)",
    "oneDNN supports DT_HALF only on platforms with AVX-512": "real, on CPUs without AVX512-FP16 alone",
}

# Noise by the letter that ours shows all the same.
_TQDM = "tqdm's advice to install ipywidgets, for its bars to be drawn as widgets: the reader can follow it"
LEFT = {
    "TqdmWarning: IProgress not found": _TQDM,
    "from .autonotebook import tqdm as notebook_tqdm": "its second line",
}
