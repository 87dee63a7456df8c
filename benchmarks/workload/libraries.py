"""The cells of what people use beside Keras: libraries, processes, devices. Local data, random weights."""

from __future__ import annotations

from .cells import Cell, Signal

_SHUFFLE = Signal("`shuffle=True` was passed, but will be ignored")
# What the libraries print of their own progress, which the cell's author asked for.
_STUDY = (r"\[I [\d\-]+ [\d:,]+\] .*",)
_TRIALS = (
    r"Search: Running Trial #\d+",
    r"Value +\|Best Value So Far +\|Hyperparameter",
    r"[\d.]+ +\|[\d.]+ +\|rate",
    r"Trial \d+ Complete .*",
    r"(?:Best )?val_loss(?: So Far)?: .*",
    r"Total elapsed time: .*",
)
_BUILT = (
    r"Downloading and preparing dataset .*",
    r"Dataset .* downloaded and prepared to .*",
    r"(?:Generating|Shuffling) .*",
    r"\s*\x1b\[A.*",
)
# The servers that the cell starts say where they listen, and with which configuration.
_SERVERS = (
    r".*(?:dispatcher_impl|worker_impl|server_lib)\.cc:\d+\] .*(?:service dispatcher|Worker registered|running at).*",
    r"\w+: (?:\d+|\".*\")",
    r"It will not recover its state on restart\.",
)

_PICTURES = """import numpy as np
from PIL import Image
from pathlib import Path
for split in ("train", "validation"):
    for name in ("cats", "dogs"):
        Path("pictures", split, name).mkdir(parents=True)
        for n in range(8):
            Image.fromarray(np.random.randint(0, 255, (32, 32, 3), "uint8")).save(f"pictures/{split}/{name}/{n}.png")
data = keras.utils.image_dataset_from_directory("pictures/train", image_size=(32, 32), batch_size=4)
net = keras.applications.MobileNet(weights=None, alpha=0.25, classes=2, input_shape=(32, 32, 3))
net.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
history = net.fit(data, epochs=1)"""
_SMALL = """def small(loss="sparse_categorical_crossentropy"):
    model = keras.Sequential([keras.layers.Input((4,)), keras.layers.Dense(8, activation="relu"),
                              keras.layers.Dense(3, activation="softmax")])
    model.compile(optimizer="adam", loss=loss, metrics=["accuracy"])
    return model
import numpy as np
x, y = np.random.rand(128, 4).astype("float32"), np.random.randint(0, 3, 128)
history = small().fit(x, y, epochs=2)"""
_SPAWNED = """import multiprocessing
from pathlib import Path
Path("worker.py").write_text('''
def predict(seed):
    import keras, numpy
    model = keras.Sequential([keras.layers.Input((4,)), keras.layers.Dense(2)])
    return model.predict(numpy.ones((4, 4)), verbose=0).shape
''')
import sys; sys.path.insert(0, "")
import worker
with multiprocessing.get_context("spawn").Pool(2) as pool:
    shapes = pool.map(worker.predict, range(2))"""
_OPTUNA = """import optuna
def objective(trial):
    model = keras.Sequential([keras.layers.Input((4,)), keras.layers.Dense(trial.suggest_int("units", 2, 4)),
                              keras.layers.Dense(3, activation="softmax")])
    model.compile(optimizer="sgd", loss="sparse_categorical_crossentropy")
    return model.fit(x, y, epochs=1, verbose=0).history["loss"][-1]
study = optuna.create_study()
study.optimize(objective, n_trials=2)"""

LIBRARIES = (
    Cell("import", "import keras\nimport tensorflow as tf", needs="tf2"),
    Cell("import", "import keras"),
    Cell("a small model", _SMALL),
    Cell(
        "pictures and keras.applications",
        _PICTURES,
        needs="more",
        signals=(_SHUFFLE,),
        own=(r"Found \d+ files belonging to \d+ classes\.",),
    ),
    Cell(
        "keras-hub",
        """import keras_hub
tokenizer = keras_hub.models.BertTokenizer(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "cat", "sat", "dog"])
bert = keras_hub.models.BertBackbone(vocabulary_size=9, num_layers=1, num_heads=2, hidden_dim=8,
                                     intermediate_dim=16, max_sequence_length=8)
preprocessor = keras_hub.models.BertTextClassifierPreprocessor(tokenizer, sequence_length=8)
classifier = keras_hub.models.BertTextClassifier(bert, num_classes=2, preprocessor=preprocessor)
history = classifier.fit(["the cat sat", "the dog sat"], np.array([0, 1]), batch_size=2, epochs=1)
predicted = classifier.predict(["the cat"])""",
        needs="more",
        signals=(_SHUFFLE,),
    ),
    Cell(
        "keras-tuner",
        """import keras_tuner
def tuned(hp):
    model = small()
    model.optimizer.learning_rate = hp.Choice("rate", [0.1, 0.01])
    return model
tuner = keras_tuner.RandomSearch(tuned, objective="val_loss", max_trials=2, directory="tuned")
tuner.search(x, y, validation_split=0.2, epochs=1)
best = tuner.get_best_models()[0]""",
        needs="more",
        signals=(Signal("triggered tf.function retracing"), Signal("Skipping variable loading for optimizer 'adam'")),
        own=_TRIALS,
    ),
    Cell(
        "TensorBoard and its profiler",
        """watch = keras.callbacks.TensorBoard("logs", histogram_freq=1, profile_batch=(1, 2))
history = small().fit(x, y, epochs=1, callbacks=[watch])""",
        needs="more",
    ),
    Cell(
        "MirroredStrategy",
        """strategy = tf.distribute.MirroredStrategy()
with strategy.scope():
    mirrored = small()
history = mirrored.fit(x, y, epochs=1)""",
        needs="more",
        signals=(Signal("Using MirroredStrategy with devices"),),
    ),
    Cell(
        "TensorFlow Datasets",
        """import tensorflow_datasets as tfds
folder = tfds.ImageFolder("pictures")
pictures = folder.as_dataset(split="train", as_supervised=True)
Path("numbers_data").mkdir()
Path("numbers_data/__init__.py").write_text('''
import numpy as np
import tensorflow_datasets as tfds
class Numbers(tfds.core.GeneratorBasedBuilder):
    VERSION = tfds.core.Version("1.0.0")
    def _info(self):
        return self.dataset_info_from_configs(features=tfds.features.FeaturesDict({"n": np.int64}))
    def _split_generators(self, manager):
        return {"train": self._generate_examples()}
    def _generate_examples(self):
        for n in range(8):
            yield n, {"n": n}
''')
import sys; sys.path.insert(0, "")
from numbers_data import Numbers
numbers = Numbers(data_dir="tfds")
numbers.download_and_prepare()
total = sum(int(row["n"]) for row in numbers.as_dataset(split="train"))""",
        needs="more",
        own=_BUILT,
    ),
    Cell(
        "tensorflow-probability",
        """import tensorflow_probability as tfp
normal = tfp.distributions.Normal(0.0, 1.0)
kernel = tfp.mcmc.HamiltonianMonteCarlo(normal.log_prob, step_size=0.5, num_leapfrog_steps=2)
states = tfp.mcmc.sample_chain(8, current_state=0.0, kernel=kernel, num_burnin_steps=4, trace_fn=None)""",
        needs="more",
    ),
    Cell(
        "scikit-learn wrappers",
        """from sklearn.model_selection import cross_val_score
from keras.wrappers import SKLearnClassifier
def build(X, y):
    return small("categorical_crossentropy")
scores = cross_val_score(SKLearnClassifier(build, fit_kwargs={"epochs": 1, "verbose": 0}), x, y, cv=2)
from scikeras.wrappers import KerasClassifier
fitted = KerasClassifier(small, epochs=1, verbose=0).fit(x, y)""",
        needs="more",
    ),
    Cell("optuna", _OPTUNA, needs="more|torch", own=_STUDY),
    Cell(
        "autokeras",
        """import autokeras
search = autokeras.ImageClassifier(max_trials=1, overwrite=True, directory="auto")
history = search.fit(np.random.rand(16, 8, 8, 1), np.arange(16) % 3, epochs=1)""",
        needs="more",
    ),
    Cell(
        "tf.data service",
        """dispatcher = tf.data.experimental.service.DispatchServer()
address = dispatcher.target.partition("://")[2]
server = tf.data.experimental.service.WorkerServer(
    tf.data.experimental.service.WorkerConfig(dispatcher_address=address))
served = tf.data.Dataset.range(8).apply(tf.data.experimental.service.distribute("parallel_epochs", dispatcher.target))
total = sum(int(n) for n in served)
del served, server, dispatcher""",
        needs="more",
        own=_SERVERS,
    ),
    Cell(
        "transformers",
        """import torch, transformers
config = transformers.BertConfig(vocab_size=32, hidden_size=8, num_hidden_layers=1, num_attention_heads=2,
                                 intermediate_size=16)
bert = transformers.BertForSequenceClassification(config)
scores = bert(torch.ones(2, 4, dtype=torch.long)).logits
bert.save_pretrained("bert")
again = transformers.BertForSequenceClassification.from_pretrained("bert")""",
        needs="torch",
        own=(r"(?:Writing model shards|Loading weights): +\d+%.*",),
    ),
    Cell(
        "DataLoader with workers",
        """import torch
rows = torch.utils.data.TensorDataset(torch.rand(32, 4), torch.randint(0, 3, (32,)))
loader = torch.utils.data.DataLoader(rows, batch_size=8, num_workers=2)
history = small().fit(loader, epochs=1)""",
        needs="torch",
        signals=(_SHUFFLE,),
    ),
    Cell(
        "torch.compile",
        """import torch
fast = torch.compile(torch.nn.Linear(4, 2))
given = fast(torch.rand(2, 4))""",
        needs="torch",
    ),
    Cell(
        "jit",
        """import jax, jax.numpy as jnp
added = jax.jit(lambda n: (n * 2).sum())(jnp.arange(8.0))""",
        needs="jax",
    ),
    Cell(
        "pmap on CPU devices",
        """doubled = jax.pmap(lambda n: n * 2)(jnp.arange(float(jax.device_count())).reshape(jax.device_count(), 1))""",
        needs="jax",
    ),
    Cell("multiprocessing with spawn", _SPAWNED),
)
