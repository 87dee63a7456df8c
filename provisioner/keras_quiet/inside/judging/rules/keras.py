"""Keras itself: what any of its versions says on any backend."""

from typing import Tuple

from ...grammar.kinds import BARE, LOGGING, WARNING, WRITE
from ...grammar.rule import HIDE, HIDE_WITHOUT_GPU, INSTALLED, ONCE, Rule

RULES: Tuple[Rule, ...] = (
    Rule(
        "keras-banner",
        WRITE,
        ("keras.backend", "keras.backend.load_backend"),
        (r"Using \S+ backend\.?\n$",),
        HIDE,
        "Keras before 2.4 writes it at each import, whatever is set (keras/backend/load_backend.py:89).",
        ("Using TensorFlow backend.\n", "Using CNTK backend\n", "Using plaidml.keras.backend backend.\n"),
    ),
    Rule(
        "keras-core-banner",
        WRITE,
        ("keras_core.utils.io_utils",),
        (r"Using \S+ backend\.?\n$",),
        HIDE,
        "Keras Core, the preview of Keras 3, prints it at import (keras_core/backend/__init__.py).",
        ("Using TensorFlow backend\n", "Using JAX backend.\n"),
    ),
    Rule(
        "cntk-cpu",
        BARE,
        (),
        (r"Selected CPU as the process wide default device\.$",),
        HIDE_WITHOUT_GPU,
        "CNTK says it at the first use of a device, right after Keras's banner.",
        ("Selected CPU as the process wide default device.",),
    ),
    Rule(
        "plaidml-device",
        LOGGING,
        ("plaidml",),
        (r"(?:b')?Opening device \"",),
        HIDE,
        "The PlaidML backend of Keras names its device at each start.",
        ('INFO:plaidml:Opening device "llvm_cpu.0"', "INFO:plaidml:b'Opening device \"llvm_cpu.0\"'"),
    ),
    Rule(
        "keras-state-updates",
        WARNING,
        ("keras/", "tensorflow/", "tensorflow_core/", "tf_keras/"),
        (r"`Model\.state_updates` will be removed in a future version\.",),
        HIDE,
        "Keras on its own use in predict and save (engine/training_v1.py, base_layer.py, TensorFlow 2.3 to 2.15).",
        (
            "/opt/env/lib/python3.7/site-packages/keras/engine/training_v1.py:2079: UserWarning: `Model.state_updates` "
            "will be removed in a future version. This property should not be used in TensorFlow 2.0, as `updates` are "
            "applied automatically.",
        ),
        categories=("UserWarning",),
    ),
    Rule(
        "keras-layer-updates",
        WARNING,
        ("keras/", "tensorflow/", "tensorflow_core/", "tf_keras/"),
        (r"`layer\.updates` will be removed in a future version\.",),
        ONCE,
        "Keras on its own use, and on a user's, with the same text and place (engine/base_layer.py, 2.3 to 2.15).",
        (
            "/opt/env/lib/python3.7/site-packages/tensorflow/python/keras/engine/base_layer.py:1402: UserWarning: "
            "`layer.updates` will be removed in a future version. This property should not be used in TensorFlow 2.0, "
            "as `updates` are applied automatically.",
        ),
        categories=("UserWarning",),
    ),
    Rule(
        "keras-custom-mask",
        WARNING,
        ("keras/", "tensorflow/", "tensorflow_core/"),
        (r"Custom mask layers require a config and must override get_config\.",),
        ONCE,
        (
            "Keras 2.5 to 2.9 says it of its own masks, and of a layer of the user's, who may need it "
            "(keras/utils/generic_utils.py:494)."
        ),
        (
            "/opt/env/lib/python3.7/site-packages/keras/utils/generic_utils.py:497: CustomMaskWarning: Custom mask "
            "layers require a config and must override get_config. When loading, the custom mask layer must be passed "
            "to the custom_objects argument.",
        ),
        categories=("CustomMaskWarning",),
    ),
    Rule(
        "keras-layer-apply",
        WARNING,
        ("keras/", "tensorflow/", "tensorflow_core/", "tf_keras/"),
        (r"`layer\.apply` is deprecated and will be removed in a future version\.",),
        ONCE,
        "Keras on its own functions tf.layers.dense and the like, which warn too (legacy_tf_layers, 2.3 to 2.15).",
        (
            "/opt/env/lib/python3.7/site-packages/keras/engine/base_layer_v1.py:1694: UserWarning: `layer.apply` is "
            "deprecated and will be removed in a future version. Please use `layer.__call__` method instead.",
        ),
        categories=("UserWarning",),
    ),
    Rule(
        "keras-ragged-data-sets",
        WARNING,
        (
            "keras/datasets/",
            "keras/src/datasets/",
            "tf_keras/src/datasets/",
            "tensorflow/python/keras/datasets/",
            "tensorflow_core/python/keras/datasets/",
        ),
        (r"Creating an ndarray from ragged nested sequences ",),
        HIDE,
        "Keras on how it makes arrays of the reviews and news that it brings (keras/datasets/imdb.py, reuters.py).",
        (
            "/opt/env/lib/python3.7/site-packages/tensorflow/python/keras/datasets/imdb.py:155: "
            "VisibleDeprecationWarning: Creating an ndarray from ragged nested sequences (which is a list-or-tuple of "
            "lists-or-tuples-or ndarrays with different lengths or shapes) is deprecated.",
        ),
        categories=("VisibleDeprecationWarning",),
    ),
    Rule(
        "keras-old-names-in-package",
        WARNING,
        (INSTALLED, "!keras/", "!tensorflow/", "!tensorflow_core/", "!tf_keras/"),
        (
            r"`layer\.(?:add_variable|apply)` is deprecated and will be removed in a future version\.",
            r"`tf\.layers\.\w{1,40}` is deprecated and will be removed in a future version\.",
            r"`tf\.nn\.rnn_cell\.\w{1,40}` is deprecated",
        ),
        HIDE,
        "A package on old layers of Keras, which names who uses them, so the user's own is shown (2.5 to 2.15).",
        (
            "/opt/env/lib/python3.8/site-packages/tensorflow_probability/python/layers/util.py:98: UserWarning: "
            "`layer.add_variable` is deprecated and will be removed in a future version. Please use the "
            "`layer.add_weight()` method instead.",
            "/opt/env/lib/python3.8/site-packages/stable_baselines/common/policies.py:42: UserWarning: "
            "`tf.layers.flatten` is deprecated and will be removed in a future version. Please use "
            "`tf.keras.layers.Flatten` instead.",
            "/opt/env/lib/python3.8/site-packages/ray/rllib/models/tf/recurrent_net.py:42: UserWarning: "
            "`tf.nn.rnn_cell.LSTMCell` is deprecated and will be removed in a future version. This class is equivalent "
            "as `tf.keras.layers.LSTMCell`, and will be replaced by that in Tensorflow 2.0.",
        ),
        categories=("UserWarning",),
    ),
    Rule(
        "keras-own-cells",
        WARNING,
        ("keras/layers/rnn/legacy_cells.py", "keras/layers/legacy_rnn/", "keras/src/layers/rnn/legacy_cells.py"),
        (r"`layer\.add_variable` is deprecated and will be removed in a future version\.",),
        HIDE,
        "Keras on its own old cells, which warn too (keras/layers/rnn/legacy_cells.py, 2.5 to 2.15).",
        (
            "/opt/env/lib/python3.8/site-packages/keras/layers/rnn/legacy_cells.py:1044: UserWarning: "
            "`layer.add_variable` is deprecated and will be removed in a future version.",
        ),
        categories=("UserWarning",),
    ),
)
