"""The cells of a tutorial: from the import to TFLite."""

from __future__ import annotations

from .cells import Cell, Signal

# A path of Keras's own choice, printed by model.export (keras/src/export/saved_model.py).
_EXPORTED = (
    r"Saved artifact at .*",
    r"The following endpoints are available:",
    r"\* Endpoint '.*",
    r"  .*\(.*TensorSpec.*",
    r"(?:Output Type|Captures|Args|Returns):?",
    r"  (?:TensorSpec|\d+: TensorSpec|None|Dict|List).*",
)
_SLOW = "The dtype policy mixed_float16 may run slowly because this machine does not have a GPU"
_SLOW_BEFORE_AND_AFTER = (
    r"WARNING:tensorflow:Mixed precision compatibility check \(mixed_float16\): WARNING",
    r"If you will use compatible GPU\(s\) not attached to this host.*",
)
_SMALL = "[keras.layers.InputLayer((4,)), keras.layers.Dense(3)]"

TRAINING = (
    Cell("import", "import keras\nimport tensorflow as tf", needs="tf1|tf2 !tf-keras !beside"),
    Cell("import", "import tensorflow as tf\nkeras = tf.keras", needs="tf-keras"),
    # Theano found no BLAS to link: products of matrices take a slower way.
    Cell("import", "import keras", signals=(Signal("Using NumPy C-API based implementation for BLAS", "theano"),)),
    Cell(
        "Sequential with input_shape",
        """import numpy as np
x, y = np.random.rand(256, 4).astype("float32"), np.random.randint(0, 3, 256)
model = keras.models.Sequential([
    keras.layers.Dense(8, activation="relu", input_shape=(4,)),
    keras.layers.Dropout(0.1),
    keras.layers.Dense(3, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])""",
        signals=(Signal("Do not pass an `input_shape`/`input_dim` argument to a layer", "keras3"),),
    ),
    Cell("fit", "history = model.fit(x, y, epochs=2)"),
    Cell(
        "fit from tf.data",
        """import tensorflow as tf
data = tf.data.Dataset.from_tensor_slices((x, y)).batch(32)
history = model.fit(data, epochs=2)""",
        signals=(Signal("`shuffle=True` was passed, but will be ignored", "keras3"),),
    ),
    Cell("predict", "predicted = model.predict(x)"),
    Cell("evaluate", "scores = model.evaluate(x, y)"),
    Cell(
        "save and load .keras",
        "model.save('m.keras')\nagain = keras.models.load_model('m.keras')",
        signals=(Signal("Skipping variable loading for optimizer 'adam'", "!trains"),),
    ),
    Cell(
        "save and load .h5",
        "model.save('m.h5')\nagain = keras.models.load_model('m.h5')",
        signals=(Signal("You are saving your model as an HDF5 file", "keras3|2.15|tf-keras"),),
    ),
    Cell(
        "SavedModel",
        "model.export('exported')\nserved = tf.saved_model.load('exported')",
        needs="keras3",
        signals=(Signal("with ops with unsaved custom gradients", "beside"),),
        own=_EXPORTED,
    ),
    Cell("SavedModel", "model.save('saved')\nserved = tf.saved_model.load('saved')"),
    Cell(
        "jit_compile",
        f"""fast = keras.models.Sequential({_SMALL})
fast.compile(optimizer="sgd", loss="mse", jit_compile=True)
history = fast.fit(x, x[:, :3], epochs=1, verbose=0)""",
        needs="keras3|keras2",
    ),
    Cell(
        "jit_compile",
        "doubled = tf.function(lambda n: n * 2 + 1, experimental_compile=True)(tf.constant([1.0, 2.0]))",
    ),
    Cell(
        "mixed precision",
        f"""keras.mixed_precision.set_global_policy("mixed_float16")
half = keras.models.Sequential({_SMALL})
half.compile(optimizer="sgd", loss="mse")
history = half.fit(x, x[:, :3], epochs=1, verbose=0)
keras.mixed_precision.set_global_policy("float32")""",
        needs="keras3|keras2",
        signals=(Signal(_SLOW, "keras2"),),
        own=_SLOW_BEFORE_AND_AFTER,
    ),
    Cell(
        "mixed precision",
        f"""tf.keras.mixed_precision.set_global_policy("mixed_float16")
half = tf.keras.models.Sequential({_SMALL.replace("keras.", "tf.keras.")})
half.compile(optimizer="sgd", loss="mse")
history = half.fit(x, x[:, :3], epochs=1, verbose=0)
tf.keras.mixed_precision.set_global_policy("float32")""",
        signals=(Signal(_SLOW),),
        own=_SLOW_BEFORE_AND_AFTER,
    ),
    Cell(
        "TFLite",
        """flat = tf.lite.TFLiteConverter.from_keras_model(model).convert()
interpreter = tf.lite.Interpreter(model_content=flat)
interpreter.allocate_tensors()""",
        signals=(
            Signal("tf.lite.Interpreter is deprecated", "2.19|2.20|2.21|tf-keras"),
            Signal("Please use the LiteRT interpreter", "2.18"),
        ),
        own=_EXPORTED,
    ),
    Cell(
        "retracing",
        """@tf.function
def doubled(n):
    return n * 2
for n in range(7):
    _ = doubled(n)""",
        signals=(Signal("triggered tf.function retracing"),),
    ),
)
