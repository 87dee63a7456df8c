"""TensorFlow's Python code, which speaks through the loggers `tensorflow` and `absl`."""

from typing import Tuple

from ...grammar.kinds import LOGGING
from ...grammar.rule import HIDE, HIDE_WITHOUT_GPU, ONCE, Rule
from . import NAMED_FOLDER

# tf_logging's logger; absl-py prints its records in glog's form, which does not name the logger (`messages.read`).
LOGGERS = ("tensorflow", "absl")
# TensorFlow's and Keras's own wrappers, named where decorators are stacked or AutoGraph calls: they say nothing
# of who called, and the user's own cell may have (tf_decorator.py, dispatch.py, api.py: converted_call).
_WRAPPERS = (
    r"(?![^\n:<>]{0,300}(?:util[/\\](?:deprecation|tf_should_use|dispatch|tf_decorator|traceback_utils|"
    r"module_wrapper|deprecation_wrapper|lazy_loader)|utils[/\\]traceback_utils|autograph[/\\]impl[/\\]api)\.py:)"
)
_FROM_INSTALLED = (
    r"From (?:(?:[A-Za-z]:)?[^\n:<>]{0,300}?(?:site|dist)-packages|/tensorflow-[\w.-]{1,20}/python[\d.]{1,5})"
    r"[/\\](?!ipykernel|IPython)" + _WRAPPERS + r"[^\n:<>]{1,300}:\d{1,6}(?: in \S{1,80})?: "
)

RULES: Tuple[Rule, ...] = (
    Rule(
        "no-nccl-without-gpu",
        LOGGING,
        LOGGERS,
        (r"There (?:is|are) non-GPU devices in `tf\.distribute\.Strategy`, not using nccl allreduce\.",),
        HIDE_WITHOUT_GPU,
        "A strategy on CPUs does not use a library for GPUs (tensorflow/python/distribute/cross_device_ops.py).",
        (
            "WARNING:tensorflow:There are non-GPU devices in `tf.distribute.Strategy`, not using nccl allreduce.",
            "WARNING:tensorflow:There is non-GPU devices in `tf.distribute.Strategy`, not using nccl allreduce.",
        ),
    ),
    Rule(
        "deprecated-in-package",
        LOGGING,
        LOGGERS,
        (
            _FROM_INSTALLED
            + (
                r"(?:The name [^\n]{1,200} is deprecated\. Please use |[^\n]{1,300} is deprecated and will be "
                "removed )"
            ),
        ),
        HIDE,
        "One installed package on another's use of an old name, which the user cannot change (deprecation.py).",
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
            (
                "WARNING:tensorflow:From "
                "/opt/env/lib/python3.7/site-packages/tensorflow_core/python/ops/resource_variable_ops.py:1630: "
                "calling BaseResourceVariable.__init__ (from tensorflow.python.ops.resource_variable_ops) with "
                "constraint is deprecated and will be removed in a future version.\nInstructions for updating:\nIf "
                "using Keras pass *_constraint arguments to layers.\nColocations handled automatically by "
                "placer.\nCall initializer instance with the dtype argument instead of passing it to the "
                "constructor\nUse tf.where in 2.0, which has the same broadcast rule as np.where\nkeep_dims is "
                "deprecated, use keepdims instead\nPlease use `rate` instead of `keep_prob`. Rate should be set to "
                "`rate = 1 - keep_prob`."
            ),
        ),
        continues=(
            r"Instructions for updating:$",
            r"Colocations handled automatically by placer\.$",
            r"If using Keras pass \*_constraint arguments to layers\.$",
            r"Call initializer instance with the dtype argument instead of passing it to the constructor$",
            r"Use tf\.where in 2\.0, which has the same broadcast rule as np\.where$",
            r"keep_dims is deprecated, use keepdims instead$",
            r"Please use `rate` instead of `keep_prob`\. Rate should be set to `rate = 1 - keep_prob`\.$",
        ),
    ),
    Rule(
        "autograph-layers",
        LOGGING,
        LOGGERS,
        (
            (
                r"(?:Entity|AutoGraph could not transform) <bound method \w+\.\w+ of "
                r"<(?:tensorflow(?:_core)?\.(?:python\.(?:(?:keras\.)?(?:layers|legacy_tf_layers)|ops\.\w*rnn_cell\w*)"
                r"|contrib\.(?:rnn|seq2seq|cudnn_rnn|layers)\.python)|(?:tf_)?keras\.(?:src\.)?layers)\.[\w.]{1,100} "
                r"object at 0x\w+>+ (?:could not be transformed and will be executed as-is|and will run it as-is)"
            ),
        ),
        HIDE,
        "A layer of the framework runs as it is, which is what it needs (autograph/impl/api.py, TensorFlow 1.14).",
        (
            "WARNING:tensorflow:Entity <bound method Dense.call of <tensorflow.python.layers.core.Dense object at "
            "0x7f0123456789>> could not be transformed and will be executed as-is. Please report this to the "
            "AutgoGraph team.",
            "WARNING:tensorflow:Entity <bound method BasicLSTMCell.call of <tensorflow.python.ops.rnn_cell_impl."
            "BasicLSTMCell object at 0x7f0123456789>> could not be transformed and will be executed as-is.",
            "WARNING:tensorflow:AutoGraph could not transform <bound method BatchNormalizationV1.call of "
            "<tensorflow_core.python.keras.layers.normalization.BatchNormalizationV1 object at 0x7f0123456789>> and "
            "will run it as-is.",
            "WARNING:tensorflow:Entity <bound method AttentionWrapper.call of <tensorflow.contrib.seq2seq.python.ops."
            "attention_wrapper.AttentionWrapper object at 0x7f0123456789>> could not be transformed and will be "
            "executed as-is.",
        ),
    ),
    Rule(
        "autograph-import",
        LOGGING,
        LOGGERS,
        (
            (
                r"AutoGraph could not transform <function _(?:gcd_import|find_and_load|handle_fromlist) at 0x\w+> "
                r"and will run it as-is\."
            ),
        ),
        HIDE,
        "A function of Python's own import system that AutoGraph came upon (autograph/impl/api.py).",
        (
            "WARNING:tensorflow:AutoGraph could not transform <function _gcd_import at 0x7f0123456789> and will run it "
            "as-is.",
            (
                "WARNING:tensorflow:AutoGraph could not transform <function _gcd_import at 0x7f0123456789> and will "
                "run it as-is.\nCause: Unable to locate the source code of <function _gcd_import at 0x7f0123456789>. "
                "Note that functions defined in certain environments do not expose their source code.\nTo silence "
                "this warning, decorate the function with @tf.autograph.experimental.do_not_convert"
            ),
        ),
        continues=(
            (
                r"Cause: Unable to locate the source code of <function _(?:gcd_import|find_and_load|handle_fromlist) "
                r"at 0x\w+>\. .{0,600}$"
            ),
            r"To silence this warning, decorate the function with @tf\.autograph\.experimental\.do_not_convert$",
        ),
    ),
    Rule(
        "assets-written",
        LOGGING,
        LOGGERS,
        (
            "Assets written to: " + NAMED_FOLDER,
            r"Assets added to graph\.",
            r"No assets to (?:save|write)\.",
            "SavedModel written to: " + NAMED_FOLDER,
        ),
        HIDE,
        "A success of each save, in a folder that the user named (tensorflow/python/saved_model/builder_impl.py).",
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
        LOGGERS,
        (r"Found untraced functions such as .{1,2000} while saving \(showing \d+ of \d+\)\.",),
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
        LOGGERS,
        (r"Unsupported signature for serialization: \(\(",),
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
        LOGGERS,
        (
            (
                r"<(?:tensorflow(?:_core)?\.python\.|tf_)?keras\.[\w.]{1,100} object at 0x\w+> has the same name "
                r"'\w+' as a built-in (?:TF-)?Keras object\."
            ),
        ),
        HIDE,
        "Keras takes its own recurrent cells for the user's (keras/saving/saved_model/layer_serialization.py).",
        (
            "WARNING:absl:<keras.layers.rnn.lstm.LSTMCell object at 0x7f0123456789> has the same name 'LSTMCell' as a "
            "built-in Keras object. Consider renaming <class 'keras.layers.rnn.lstm.LSTMCell'> to avoid naming "
            "conflicts when loading with `tf.keras.models.load_model`.",
            "WARNING:absl:<tf_keras.src.layers.rnn.gru.GRUCell object at 0x7f0123456789> has the same name 'GRUCell' "
            "as a built-in TF-Keras object. Consider renaming <class 'tf_keras.src.layers.rnn.gru.GRUCell'>.",
        ),
    ),
    Rule(
        "metrics-not-built",
        LOGGING,
        LOGGERS,
        (r"Compiled the loaded model, but the compiled metrics have yet to be built\.",),
        HIDE,
        "Normal after each load, and the next fit or evaluate ends it (keras/saving/saving_utils.py).",
        (
            "WARNING:tensorflow:Compiled the loaded model, but the compiled metrics have yet to be built. "
            "`model.compile_metrics` will be empty until you train or evaluate the model.",
        ),
    ),
    Rule(
        "sample-weight-modes",
        LOGGING,
        LOGGERS,
        (r"sample_weight modes were coerced from\n",),
        HIDE,
        "Keras brings its own default into another form (keras/engine/data_adapter.py, TensorFlow 2.1 and 2.2).",
        ("WARNING:tensorflow:sample_weight modes were coerced from\n  ...\n    to  \n  ['...']",),
    ),
    Rule(
        "mixed-precision-ok",
        LOGGING,
        LOGGERS,
        (r"Mixed precision compatibility check \(\w+\): OK\n",),
        HIDE,
        "A success (keras/mixed_precision/device_compatibility_check.py).",
        (
            "INFO:tensorflow:Mixed precision compatibility check (mixed_float16): OK\nYour GPU will likely run quickly "
            "with dtype policy mixed_float16 as it has compute capability of at least 7.0.",
        ),
    ),
    Rule(
        "collective-ops",
        LOGGING,
        LOGGERS,
        (
            r"Collective ops is not configured at program startup\. Some performance features may not be enabled\.",
            r"Check health not enabled\.$",
        ),
        HIDE,
        "A default that nobody can set from a notebook "
        "(tensorflow/python/distribute/collective_all_reduce_strategy.py).",
        (
            "WARNING:tensorflow:Collective ops is not configured at program startup. Some performance features may not "
            "be enabled.",
            "INFO:tensorflow:Check health not enabled.",
        ),
    ),
    Rule(
        "all-reduce",
        LOGGING,
        LOGGERS,
        (
            r"Reduce to /(?:job|replica|device):\S+ then broadcast to \(",
            r"Configured nccl all-reduce\.$",
            r"Configured hierarchical_copy with num_packs=\d+$",
            (
                r"(?:Collective |Distributed )?(?:batch_all_reduce(?: for IndexedSlices)?|"
                r"all_reduce (?:tensors|IndexedSlices)): \d+ all.?reduces"
            ),
            r"(?:distributed )?batch_all_reduce invoked for batches size = \d+ with ",
            r"Collective All-reduce invoked with batches size = \d+, num_workers = \d+",
        ),
        HIDE,
        "Each step of a distribution strategy (tensorflow/python/distribute/cross_device_ops.py).",
        (
            "INFO:tensorflow:Reduce to /job:localhost/replica:0/task:0/device:CPU:0 then broadcast to "
            "('/job:localhost/replica:0/task:0/device:CPU:0',).",
            "INFO:tensorflow:batch_all_reduce: 6 all-reduces with algorithm = nccl, num_packs = 1",
            "INFO:tensorflow:Configured nccl all-reduce.",
            "INFO:tensorflow:Distributed batch_all_reduce: 6 all-reduces with allreduce_spec = nccl, num_packs = 1",
            "INFO:tensorflow:Collective batch_all_reduce for IndexedSlices: 1 all-reduces, num_workers = 2",
            "INFO:tensorflow:batch_all_reduce invoked for batches size = 6 with algorithm = nccl, num_packs = 1, "
            "agg_small_grads_max_bytes = 0 and agg_small_grads_max_group = 10",
            "INFO:tensorflow:Collective All-reduce invoked with batches size = 6, num_workers = 2",
            "INFO:tensorflow:Collective all_reduce tensors: 6 all_reduces, num_devices = 1, group_size = 2, "
            "implementation = CommunicationImplementation.AUTO, num_packs = 1",
        ),
    ),
    Rule(
        "tpu-start",
        LOGGING,
        LOGGERS,
        (
            r"Initializing the TPU system(?:: |\.$)",
            r"Finished (?:initializing|shutting down) TPU system\.$",
            "Shutting down the TPU system: ",
            "Clearing out eager caches$",
            r"Deallocate tpu buffers before initializing tpu system\.",
            "Found TPU system:$",
            r"\*\*\* Num TPU \w+(?: Per Worker)?: ",
            r"\*\*\* Available Device: _DeviceAttributes\(",
            r"Querying Tensorflow master \(",
        ),
        HIDE,
        "Steps of a start that succeeds (tensorflow/python/tpu/tpu_system_metadata.py, tpu_strategy_util.py).",
        (
            "INFO:tensorflow:Initializing the TPU system: grpc://10.0.0.2:8470",
            "INFO:tensorflow:Initializing the TPU system.",
            "INFO:tensorflow:Finished initializing TPU system.",
            "INFO:tensorflow:Shutting down the TPU system: grpc://10.0.0.2:8470",
            "INFO:tensorflow:Finished shutting down TPU system.",
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
        LOGGERS,
        (
            r"(?:Done )?[Cc]alling model_fn\.$",
            r"Create (?:Async)?CheckpointSaver(?:Hook)?\.?$",
            r"Graph was finalized\.$",
            r"(?:Running|Done running) local_init_op\.$",
            r"Calling checkpoint listeners (?:before|after) saving checkpoint \d+\.\.\.$",
            r"Using default config\.$",
            r"Using the Keras model provided\.$",
            r"Not using Distribute Coordinator\.$",
            r"Running training and evaluation locally \(non-distributed\)\.$",
            (
                r"Start train and evaluate loop\. The evaluate will happen after every checkpoint\. Checkpoint "
                r"frequency is determined based on RunConfig arguments: "
            ),
            r"Skip starting Tensorflow server as there is only one node in the cluster\.$",
            r"Initializing RunConfig with distribution strategies\.$",
            r"RunConfig initialized for Distribute Coordinator with \w+ mode$",
            "The `input_fn` accepts an `input_context` which will be given by DistributionStrategy$",
            r"Saving 'checkpoint_path' summary for global step \d+: ",
            r"Signatures INCLUDED in export for \w+: None$",
            r"Starting (?:standard services|queue runners|Session|Queues)\.$",
            r"Performing the final export in the end of training\.$",
            r"Loading best metric from event files\.$",
            r"Checking available modes for SavedModelEstimator\.$",
            r"Initialized dataset iterators in \d+ seconds$",
            r"Finalize system\.$",
            r"SweepHook (?:running init op|running prep ops for the \w+ sweep|starting the next sweep)\.$",
            r"Next fit step starting\.$",
        ),
        HIDE,
        (
            "Steps of every run of an Estimator, between which its losses stand (tensorflow_estimator/estimator.py, "
            "training.py)."
        ),
        (
            "INFO:tensorflow:Calling model_fn.",
            "INFO:tensorflow:Done running local_init_op.",
            "INFO:tensorflow:Graph was finalized.",
            "INFO:tensorflow:Calling checkpoint listeners before saving checkpoint 0...",
            "INFO:tensorflow:Create CheckpointSaverHook.",
            "INFO:tensorflow:Create CheckpointSaver",
            "INFO:tensorflow:Using default config.",
            "INFO:tensorflow:Using the Keras model provided.",
            "INFO:tensorflow:Not using Distribute Coordinator.",
            "INFO:tensorflow:Running training and evaluation locally (non-distributed).",
            (
                "INFO:tensorflow:Start train and evaluate loop. The evaluate will happen after every checkpoint. "
                "Checkpoint frequency is determined based on RunConfig arguments: save_checkpoints_steps None or "
                "save_checkpoints_secs 60."
            ),
            "INFO:tensorflow:Skip starting Tensorflow server as there is only one node in the cluster.",
            "INFO:tensorflow:Initializing RunConfig with distribution strategies.",
            "INFO:tensorflow:RunConfig initialized for Distribute Coordinator with INDEPENDENT_WORKER mode",
            "INFO:tensorflow:The `input_fn` accepts an `input_context` which will be given by DistributionStrategy",
            "INFO:tensorflow:Saving 'checkpoint_path' summary for global step 100: /tmp/m/model.ckpt-100",
            "INFO:tensorflow:Signatures INCLUDED in export for Classify: None",
            "INFO:tensorflow:Starting standard services.",
            "INFO:tensorflow:Starting Session.",
            "INFO:tensorflow:Starting Queues.",
            "INFO:tensorflow:Create CheckpointSaver.",
            "INFO:tensorflow:Performing the final export in the end of training.",
            "INFO:tensorflow:SweepHook running prep ops for the row sweep.",
            "I0102 03:04:05.678901 139876543210 estimator.py:1739] Using default config.",
        ),
    ),
    Rule(
        "no-tensorboard",
        LOGGING,
        ("tensorflow", "absl", "root"),
        (r"Limited tf\.(?:compat\.v2\.)?summary API due to missing TensorBoard installation\.",),
        ONCE,
        "Printed several times at one import (tensorflow/api_template.__init__.py).",
        ("WARNING:root:Limited tf.summary API due to missing TensorBoard installation.",),
    ),
    Rule(
        "tfds-hosted",
        LOGGING,
        ("absl",),
        (r"Dataset \S+ is hosted on GCS\. It will automatically be downloaded to your",),
        HIDE,
        "What follows is a download with a progress bar (tensorflow_datasets/core/dataset_builder.py).",
        (
            "WARNING:absl:Dataset cifar10 is hosted on GCS. It will automatically be downloaded to your\nlocal data "
            "directory. If you'd instead prefer to read directly from our public",
            (
                "WARNING:absl:Dataset mnist is hosted on GCS. It will automatically be downloaded to your\nlocal "
                "data directory. If you'd instead prefer to read directly from our public\nGCS bucket (recommended "
                "if you're running on GCP), you can instead set\n`try_gcs=True` to `tfds.load` or set "
                "`data_dir=gs://tfds-data/datasets`.\ndata_dir=gs://tfds-data/datasets`."
            ),
        ),
        continues=(
            r"local data directory\. If you'd instead prefer to read directly from our public$",
            (
                r"GCS bucket \(recommended if you're running on GCP\), you can instead pass$|GCS bucket "
                r"\(recommended if you're running on GCP\), you can instead set$"
            ),
            r"`try_gcs=True` to `tfds\.load` or set `data_dir=gs://tfds-data/datasets`\.$",
            r"data_dir=gs://tfds-data/datasets`\.$",
        ),
    ),
    Rule(
        "tfds-steps",
        LOGGING,
        ("absl",),
        (
            "Load dataset info from ",
            r"Reusing dataset \S+ \(",
            r"Constructing tf\.data\.Dataset (?:\S+ )?for split ",
            r"Load pre-computed DatasetInfo \(eg: splits, num examples,\.\.\.\) from GCS: ",
            r"Fields? info\.(?:\w+|\[[\w', ]{0,300}\]) from disk and from code do not match\. Keeping the one from ",
            r"For '\S{1,200}': fields info\.\[[\w', ]{0,300}\] differ on disk and in the code\. Keeping the one ",
            r"Creating a tf\.data\.Dataset reading \d+ files located in folders: ",
            r"Reusing extraction of \S+ at \S+\.$",
            r"Skipping download of \S+: File cached in ",
            "Overwrite dataset info from restored data version",
            "Loading info from GCS for ",
            r"Load pre-computed datasetinfo \(eg: splits\) from bucket\.$",
            r"`interleave_cycle_length` set to 1 to read examples in order\.$",
            r"Skipping extraction for \S+ \(method=NO_EXTRACT\)\.$",
            r"Could not refresh the package index \(GCS unavailable\): ",
        ),
        HIDE,
        "Steps of a load that succeeds (tensorflow_datasets/core/dataset_info.py).",
        (
            "INFO:absl:Load dataset info from /data/tensorflow_datasets/cifar10/3.0.2",
            "INFO:absl:Reusing dataset cifar10 (/data/tensorflow_datasets/cifar10/3.0.2)",
            "INFO:absl:Constructing tf.data.Dataset cifar10 for split train, from /data/tensorflow_datasets/cifar10",
            "INFO:absl:Field info.config_name from disk and from code do not match. Keeping the one from code.",
            "INFO:absl:Fields info.[citation, splits] from disk and from code do not match. Keeping the one from code.",
            "INFO:absl:For 'mnist/3.0.1': fields info.[citation, splits] differ on disk and in the code. Keeping the "
            "one from code.",
            "INFO:absl:Creating a tf.data.Dataset reading 1 files located in folders: /data/mnist/3.0.1.",
            "INFO:absl:Overwrite dataset info from restored data version.",
            "INFO:absl:Loading info from GCS for mnist/3.0.1",
            "INFO:absl:`interleave_cycle_length` set to 1 to read examples in order.",
            "INFO:absl:Skipping extraction for /data/x.txt (method=NO_EXTRACT).",
        ),
    ),
    Rule(
        "tpu-scope",
        LOGGING,
        ("absl",),
        ("Entering into master device scope: /job:",),
        HIDE,
        "A step of the connection to a TPU (tensorflow/python/eager/remote.py).",
        ("INFO:absl:Entering into master device scope: /job:worker/replica:0/task:0/device:CPU:0",),
    ),
    Rule(
        "v2-behaviour",
        LOGGING,
        LOGGERS,
        (
            (
                "(?:Enabling|Disabling) (?:eager execution|(?:v1|v2) tensorshape|resource variables|tensor "
                "equality|control flow v2|v2 control flow|numpy style slicing)$"
            ),
        ),
        HIDE,
        "Switches that enable_v2_behavior and its kin turn on, one line each (tensorflow/python/compat/v2_compat.py).",
        (
            "INFO:tensorflow:Enabling eager execution",
            "INFO:tensorflow:Enabling v2 tensorshape",
            "INFO:tensorflow:Disabling tensor equality",
            "INFO:tensorflow:Enabling control flow v2",
            "INFO:tensorflow:Enabling resource variables",
        ),
    ),
    Rule(
        "moved-private-module",
        LOGGING,
        LOGGERS,
        (
            (
                r"Please fix your imports\. Module tensorflow\.python\.training\.(?:(?:tracking|saving)\.\w+|"
                r"checkpoint_management) has been moved to tensorflow\.python\.\w+\.\w+\. The old module will be "
                "deleted in version "
            ),
        ),
        HIDE,
        (
            "A private module, which packages made for another TensorFlow import "
            "(tensorflow/python/util/deprecation.py, 2.9 to 2.11)."
        ),
        (
            (
                "WARNING:tensorflow:Please fix your imports. Module "
                "tensorflow.python.training.tracking.data_structures has been moved to "
                "tensorflow.python.trackable.data_structures. The old module will be deleted in version 2.11."
            ),
            "WARNING:tensorflow:Please fix your imports. Module tensorflow.python.training.saving.functional_saver has "
            "been moved to tensorflow.python.checkpoint.functional_saver. The old module will be deleted in version "
            "2.11.",
        ),
    ),
    Rule(
        "autograph-kernel",
        LOGGING,
        LOGGERS,
        (
            (
                r"(?:AutoGraph could not transform|Entity) <bound method [\w.]+ of "
                r"<(?:zmq|ipykernel|IPython|traitlets|tornado)\.[\w.]+(?:\([\w.]*\))?(?: object)?(?: at 0x\w+)?>+ "
                r"(?:and will run it as-is|could not be transformed and will be executed as-is)\."
            ),
        ),
        HIDE,
        "A print in a traced function reaches ipykernel's own sockets (autograph/impl/api.py).",
        (
            (
                "WARNING:tensorflow:AutoGraph could not transform <bound method Socket.send of "
                "<zmq.sugar.socket.Socket object at 0x7f0123456789>> and will run it as-is."
            ),
            (
                "WARNING:tensorflow:AutoGraph could not transform <bound method Socket.send of <zmq.Socket(zmq.PUSH) "
                "at 0x7f0123456789>> and will run it as-is."
            ),
            (
                "WARNING:tensorflow:Entity <bound method OutStream.write of <ipykernel.iostream.OutStream object at "
                "0x7f0123456789>> could not be transformed and will be executed as-is."
            ),
        ),
    ),
    Rule(
        "collection-not-serialized",
        LOGGING,
        LOGGERS,
        (
            (
                r"(?:Issue|Error) encountered when serializing \w+\.\nType is unsupported, or the types of the items "
                r"don't match field type in CollectionDef\."
            ),
        ),
        HIDE,
        (
            "A collection that a meta graph does without, at each save of TensorFlow 1 "
            "(tensorflow/python/framework/meta_graph.py)."
        ),
        (
            (
                "WARNING:tensorflow:Issue encountered when serializing variables.\nType is unsupported, or the types "
                "of the items don't match field type in CollectionDef. Note this is a warning and probably safe to "
                "ignore.\nto_proto not supported in EAGER mode."
            ),
            (
                "WARNING:tensorflow:Error encountered when serializing LAYER_NAME_UIDS.\nType is unsupported, or the "
                "types of the items don't match field type in CollectionDef.\n'dict' object has no attribute 'name'"
            ),
        ),
    ),
    Rule(
        "checkpoint-list",
        LOGGING,
        LOGGERS,
        (r"\S{1,400} is not in all_model_checkpoint_paths\. Manually adding it\.$",),
        HIDE,
        "The saver's own list, at each save (tensorflow/python/training/checkpoint_management.py).",
        ("INFO:tensorflow:/tmp/m/model.ckpt-100 is not in all_model_checkpoint_paths. Manually adding it.",),
    ),
    Rule(
        "nothing-to-restore",
        LOGGING,
        LOGGERS,
        (
            "Saver not created because there are no variables in the graph to restore$",
            r"The specified SavedModel has no variables; no checkpoints were restored\.$",
        ),
        ONCE,
        (
            "Normal for a graph of constants, but not for a model that should have weights (training/saver.py, "
            "saved_model/loader_impl.py)."
        ),
        (
            "INFO:tensorflow:Saver not created because there are no variables in the graph to restore",
            "INFO:tensorflow:The specified SavedModel has no variables; no checkpoints were restored.",
        ),
    ),
    Rule(
        "omp-threads",
        LOGGING,
        LOGGERS,
        (r"OMP_NUM_THREADS is no longer used by the default (?:TF-)?Keras config\.",),
        ONCE,
        "The variable is often set by an image and not by the user (keras/backend.py).",
        (
            (
                "WARNING:tensorflow:OMP_NUM_THREADS is no longer used by the default Keras config. To configure the "
                "number of threads, use tf.config.threading APIs."
            ),
            (
                "WARNING:tensorflow:OMP_NUM_THREADS is no longer used by the default TF-Keras config. To configure the "
                "number of threads, use tf.config.threading APIs."
            ),
        ),
    ),
    Rule(
        "tfx-optional",
        LOGGING,
        LOGGERS,
        (
            (
                r"(?:struct2tensor|tensorflow_decision_forests|tensorflow_text|tensorflow_ranking|tensorflow_rec"
                r"ommenders) is not available\.$"
            ),
        ),
        HIDE,
        "Optional packages that TFX looks for at its import (tfx_bsl, tensorflow_model_analysis).",
        (
            "INFO:tensorflow:struct2tensor is not available.",
            "INFO:tensorflow:tensorflow_text is not available.",
        ),
    ),
    Rule(
        "tpu-estimator-steps",
        LOGGING,
        LOGGERS,
        (
            r"(?:Starting|Stop) (?:in|out)feed thread controller\.?$",
            r"Stop output thread controller$",
            r"Shutting down (?:In|Out)feedController thread\.$",
            r"(?:In|Out)feedController received shutdown signal, stopping\.$",
            r"(?:In|Out)feed thread finished, shutting down\.$",
            r"(?:Enqueue|Dequeue) next \(\d+\) batch\(es\) of data (?:to infeed|from outfeed)\.$",
            r"Bypassing TPUEstimator hook$",
            r"_TPUContext: eval_on_tpu (?:True|False)$",
            r"_is_running_on_cpu: eval_on_tpu disabled$",
            r"TPU job name \w+$",
            r"Init TPU system$",
            r"Initialized TPU in \d+ seconds$",
            r"Shutdown TPU system\.$",
            r"(?:in|out)feed marked as finished$",
            r"(?:training|evaluation|prediction)_loop marked as finished$",
        ),
        HIDE,
        "Steps of every run of a TPUEstimator, between which its losses stand (estimator/tpu/tpu_estimator.py).",
        (
            "INFO:tensorflow:Starting infeed thread controller.",
            "INFO:tensorflow:Stop infeed thread controller",
            "INFO:tensorflow:Shutting down InfeedController thread.",
            "INFO:tensorflow:InfeedController received shutdown signal, stopping.",
            "INFO:tensorflow:Enqueue next (100) batch(es) of data to infeed.",
            "INFO:tensorflow:Bypassing TPUEstimator hook",
            "INFO:tensorflow:_TPUContext: eval_on_tpu True",
            "INFO:tensorflow:Init TPU system",
            "INFO:tensorflow:Initialized TPU in 9 seconds",
            "INFO:tensorflow:training_loop marked as finished",
        ),
    ),
    Rule(
        "keras-on-tpu-1",
        LOGGING,
        LOGGERS,
        (
            r"Overriding default placeholder\.$",
            "Remapping placeholder for ",
            r"KerasCrossShard: <tensorflow\.",
            r"Setting weights on TPU model\.$",
            r"Copying TPU weights to the CPU$",
        ),
        HIDE,
        "Steps of keras_to_tpu_model in TensorFlow 1 (tensorflow/contrib/tpu/python/tpu/keras_support.py).",
        (
            "INFO:tensorflow:Overriding default placeholder.",
            "INFO:tensorflow:Remapping placeholder for dense_input",
            "INFO:tensorflow:KerasCrossShard: <tensorflow.python.keras.optimizers.Adam object at 0x7f0123456789> []",
            "INFO:tensorflow:Copying TPU weights to the CPU",
        ),
    ),
    Rule(
        "fingerprint",
        LOGGING,
        LOGGERS,
        (
            r"Fingerprint not found\. Saved model loading will continue\.$",
            r"path_and_singleprint metric could not be logged\. Saved model loading will continue\.$",
            r"path_and_singleprint metric could not be set\. Model saving will continue\.$",
            "Writing fingerprint to " + NAMED_FOLDER,
        ),
        HIDE,
        "A file beside the model that nothing needs (tensorflow/python/saved_model/load.py, fingerprinting_utils.py).",
        (
            "INFO:absl:Fingerprint not found. Saved model loading will continue.",
            "INFO:absl:path_and_singleprint metric could not be logged. Saved model loading will continue.",
            "INFO:absl:path_and_singleprint metric could not be set. Model saving will continue.",
            "INFO:absl:Writing fingerprint to /data/m/fingerprint.pb",
        ),
    ),
    Rule(
        "dataset-options",
        LOGGING,
        LOGGERS,
        (r"options\.experimental_threading is deprecated\. Use options\.threading instead\.$",),
        ONCE,
        "An old TFDS reads it at each load, and the user's own code may (tensorflow/python/data/ops/options.py).",
        ("WARNING:absl:options.experimental_threading is deprecated. Use options.threading instead.",),
    ),
    Rule(
        "string-keys",
        LOGGING,
        LOGGERS,
        (r"Only collections with string type keys will be serialized\. This key has <",),
        ONCE,
        "Mostly a library's own collection, at each save of TensorFlow 1 (tensorflow/python/framework/meta_graph.py).",
        ("WARNING:tensorflow:Only collections with string type keys will be serialized. This key has <class 'tuple'>",),
    ),
    Rule(
        "hub-resolver",
        LOGGING,
        LOGGERS,
        (r"(?:resolver|loader) \w{1,80} does not support the provided handle\.$",),
        HIDE,
        "Each way to a module is tried in turn, and none left raises (tensorflow_hub/registry.py).",
        ("INFO:absl:resolver HttpCompressedFileResolver does not support the provided handle.",),
    ),
    Rule(
        "nvidia-deprecations-off",
        LOGGING,
        LOGGERS,
        (r"Deprecation warnings have been disabled\. Set TF_ENABLE_DEPRECATION_WARNINGS=1 to re-enable them\.$",),
        HIDE,
        "NVIDIA's TensorFlow 1.15 at each import (tensorflow/python/util/deprecation.py of that branch).",
        (
            "WARNING:tensorflow:Deprecation warnings have been disabled. Set TF_ENABLE_DEPRECATION_WARNINGS=1 to "
            "re-enable them.",
        ),
    ),
    Rule(
        "transformers-graph-mode",
        LOGGING,
        LOGGERS,
        (
            r"The parameters `output_attentions`, `output_hidden_states` and `use_cache` cannot be updated when ",
            r"The parameter `return_dict` cannot be set in graph mode and will always be set to `True`\.$",
        ),
        ONCE,
        "At each layer of a model in fit, whoever set the parameter (transformers/modeling_tf_utils.py, 3.1 to 4.16).",
        (
            "WARNING:tensorflow:The parameters `output_attentions`, `output_hidden_states` and `use_cache` cannot be "
            "updated when calling a model.They have to be set to True/False in the config object.",
            "WARNING:tensorflow:The parameter `return_dict` cannot be set in graph mode and will always be set to "
            "`True`.",
        ),
    ),
)
