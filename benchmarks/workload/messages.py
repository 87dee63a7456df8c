"""The cells in which Keras, TensorFlow and libjpeg say what must arrive."""

from __future__ import annotations

from .cells import Cell, Signal

_IDLE = """class Idle(keras.layers.Layer):
    def build(self, shape):
        self.w = self.add_weight(name="w", shape=(1,), initializer="zeros")
        self.built = True
    def call(self, inputs):
        return inputs * 1.0
idle = keras.models.Sequential([keras.layers.InputLayer((4,)), keras.layers.Dense(1), Idle()])
idle.compile(optimizer="sgd", loss="mse")
history = idle.fit(x, y, epochs=1, verbose=0)"""
_JPEG = """
cut, extra = jpeg[: len(jpeg) // 2], jpeg[:-2] + bytes(46) + jpeg[-2:]
"""

MESSAGES = (
    Cell(
        "NaN stop",
        """bad = keras.models.Sequential([keras.layers.InputLayer((4,)), keras.layers.Dense(1)])
bad.compile(optimizer="sgd", loss="mse")
history = bad.fit(x * np.nan, y, epochs=1, verbose=0, callbacks=[keras.callbacks.TerminateOnNaN()])""",
        signals=(Signal("Invalid loss, terminating training"),),
    ),
    Cell(
        "early stopping without validation",
        "history = model.fit(x, y, epochs=1, verbose=0, callbacks=[keras.callbacks.EarlyStopping(monitor='val_loss')])",
        signals=(Signal("Early stopping conditioned on metric `val_loss` which is not available"),),
    ),
    Cell(
        "ran out of data",
        "few = tf.data.Dataset.from_tensor_slices((x, y)).batch(32)\n"
        "history = model.fit(few, steps_per_epoch=99, epochs=1, verbose=0)",
        needs="tf2 !beside",
        signals=(Signal("ran out of data"), Signal("`shuffle=True` was passed", "keras3")),
    ),
    Cell(
        "ran out of data",
        "history = model.fit(((x[:8], y[:8]) for _ in range(2)), steps_per_epoch=9, epochs=1, verbose=0)",
        signals=(Signal("ran out of data"), Signal("`shuffle=True` was passed", "keras3")),
    ),
    Cell(
        "no gradients",
        _IDLE,
        signals=(Signal("Gradients do not exist", "!tf1"), Signal("An operation has `None` for gradient", "tf1")),
    ),
    Cell(
        "corrupt image",
        "jpeg = tf.io.encode_jpeg((np.arange(12288).reshape(64, 64, 3) % 251).astype('uint8')).numpy()"
        + _JPEG
        + "image = tf.io.decode_jpeg(extra)\n"
        "image = tf.io.decode_jpeg(cut, try_recover_truncated=True, acceptable_fraction=0.1)\n"
        "tf.io.decode_jpeg(b'\\xff\\xd8\\xff broken')",
        needs="tf2",
        signals=(
            Signal("Corrupt JPEG data", native=True),
            Signal("Premature end of JPEG file", native=True),
            Signal("Unsupported marker type", native=True),
            Signal("InvalidArgumentError"),
        ),
    ),
    Cell(
        "corrupt image",
        "session = tf.Session()\n"
        "jpeg = session.run(tf.image.encode_jpeg((np.arange(12288).reshape(64, 64, 3) % 251).astype('uint8')))"
        + _JPEG
        + "image = session.run(tf.image.decode_jpeg(extra))\n"
        "session.run(tf.image.decode_jpeg(b'\\xff\\xd8\\xff broken'))",
        signals=(
            Signal("Corrupt JPEG data", native=True),
            Signal("Unsupported marker type", native=True),
            Signal("The name tf.Session is deprecated", "!1.12 !1.14"),
            Signal("InvalidArgumentError"),
        ),
    ),
    Cell(
        "dataset cache not fully read",
        # The warning comes from a thread, when the iterator is gone.
        "for _ in tf.data.Dataset.range(9).cache().take(2):\n    pass\nimport time\ntime.sleep(1)",
        signals=(Signal("did not fully read the dataset being cached", native=True),),
    ),
    Cell(
        "missing file in a pipeline",
        "for _ in tf.data.Dataset.from_tensors('no-such-file.txt').map(tf.io.read_file):\n    pass",
        signals=(Signal("NotFoundError"),),
    ),
    # Not before the cells that train: on JAX a model cannot be trained any more after it.
    Cell("shape error", "model.predict(np.ones((2, 7)))", signals=(Signal("Error: "),)),
    Cell(
        "missing model file",
        "keras.models.load_model('no-such-file.h5')",
        signals=(Signal("Error: "),),
    ),
    Cell(
        "a legacy .h5 that does not load",
        """old = keras.models.Sequential([keras.layers.InputLayer((4,)), keras.layers.Dense(1)])
old.compile(optimizer="sgd", loss="mse", metrics=["mse"])
old.save("old.h5")
keras.models.load_model("old.h5")""",
        signals=(
            Signal("You are saving your model as an HDF5 file"),
            Signal("Could not deserialize 'keras.metrics.mse'"),
        ),
    ),
)
