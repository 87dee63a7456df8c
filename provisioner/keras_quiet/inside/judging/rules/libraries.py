"""What Keras and its backends import: NumPy, h5py, protobuf, setuptools and cloud clients."""

from typing import Tuple

from ...grammar.kinds import NATIVE, WARNING
from ...grammar.rule import HIDE, INSTALLED, ONCE, Rule

# What sources escape for regular expressions and for a shell, as part of a pattern.
_NO_ESCAPES = tuple("dDsSwW/,:#%&_") + tuple("\\" + each for each in ".()[]{}*+?|^$-")

RULES: Tuple[Rule, ...] = (
    Rule(
        "s3-client",
        NATIVE,
        ("aws_logging.cc",),
        (r"Connection has been released\. Continuing\.", "Initializing Curl library"),
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
        ("google_auth_provider.cc",),
        (r"All attempts to get a Google authentication bearer token failed, returning an empty token\.",),
        ONCE,
        (
            "Normal for public files, and the cause of a failure for private files; printed at each file "
            "(google_auth_provider.cc)."
        ),
        (
            "2026-01-02 03:04:05.678901: W tensorflow/core/platform/cloud/google_auth_provider.cc:184] All attempts to "
            "get a Google authentication bearer token failed, returning an empty token. Retrieving token from files "
            'failed with "Not found: Could not locate the credentials file.".',
        ),
    ),
    Rule(
        "numpy-type-1",
        WARNING,
        (INSTALLED,),
        (r"Passing \(type, 1\) or '1type' as a synonym of type is deprecated",),
        HIDE,
        "TensorFlow before 1.15 and TensorBoard with NumPy 1.17 and newer (dtypes.py, tensorflow#30427).",
        (
            "/opt/env/lib/python3.6/site-packages/tensorflow/python/framework/dtypes.py:523: FutureWarning: Passing "
            "(type, 1) or '1type' as a synonym of type is deprecated; in a future version of numpy, it will be "
            "understood as (type, (1,)) / '(1,)type'.",
        ),
        categories=("FutureWarning",),
    ),
    Rule(
        "numpy-aliases",
        WARNING,
        (INSTALLED,),
        (
            r"`np\.\w+` is a deprecated alias for ",
            r"In the future `np\.\w+` will be defined as the corresponding NumPy scalar",
        ),
        HIDE,
        "Old packages with NumPy 1.20 to 1.26 (tensorflow/python/framework/dtypes.py, tensorboard).",
        (
            "/opt/env/lib/python3.9/site-packages/tensorflow/python/framework/dtypes.py:246: DeprecationWarning: "
            "`np.bool8` is a deprecated alias for `np.bool_`.  (Deprecated NumPy 1.24)",
            "/opt/env/lib/python3.9/site-packages/tensorboard/compat/tensorflow_stub/dtypes.py:326: FutureWarning: In "
            "the future `np.object` will be defined as the corresponding NumPy scalar.",
            (
                "/opt/env/lib/python3.9/site-packages/tensorboard/compat/tensorflow_stub/dtypes.py:569: "
                "DeprecationWarning: `np.object` is a deprecated alias for the builtin `object`. To silence this "
                "warning, use `object` by itself.\nDeprecated in NumPy 1.20; for more details and guidance: "
                "https://numpy.org/devdocs/release/1.20.0-notes.html#deprecations"
            ),
        ),
        categories=("DeprecationWarning", "FutureWarning"),
        continues=(r"Deprecated in NumPy 1\.20; for more details and guidance: https://\S+$",),
    ),
    Rule(
        "h5py-issubdtype",
        WARNING,
        (INSTALLED,),
        (r"Conversion of the second argument of issubdtype from `\w+` to `np\.\w+` is deprecated\.",),
        HIDE,
        "h5py 2.7 with NumPy 1.14 and newer, at the import of Keras (h5py/__init__.py:36).",
        (
            "/opt/env/lib/python3.6/site-packages/h5py/__init__.py:36: FutureWarning: Conversion of the second "
            "argument "
            "of issubdtype from `float` to `np.floating` is deprecated.",
        ),
        categories=("FutureWarning",),
    ),
    Rule(
        "compiletime-version",
        WARNING,
        ("importlib/_bootstrap",),
        (r"compiletime version 3\.\d+ of module 'tensorflow\.[\w.]+' does not match runtime version 3\.",),
        HIDE,
        "A wheel of TensorFlow 1.4 that was built with another Python and works (tensorflow#14182).",
        (
            "/opt/env/lib/python3.6/importlib/_bootstrap.py:219: RuntimeWarning: compiletime version 3.5 of module "
            "'tensorflow.python.framework.fast_tensor_util' does not match runtime version 3.6",
        ),
        categories=("RuntimeWarning",),
    ),
    Rule(
        "protobuf-gencode",
        WARNING,
        ("google/protobuf/runtime_version.py",),
        (
            (
                r"Protobuf gencode version \S+ is (?:exactly one major version )?older than the runtime version \S+ "
                r"at (?:(?:tensorflow|tensorboard)(?:_\w{1,40})?|xla|tsl|google|onnx|opentelemetry|ray|tfx\w{0,20})/"
            ),
        ),
        HIDE,
        "About files that installed packages bring along; the user's own keep it (protobuf#18096).",
        (
            "/opt/env/lib/python3.11/site-packages/google/protobuf/runtime_version.py:98: UserWarning: Protobuf "
            "gencode "
            "version 5.28.3 is exactly one major version older than the runtime version 6.31.1 at "
            "tensorflow/core/framework/attr_value.proto. Please update the gencode to avoid compatibility violations "
            "in the next runtime release.",
            "/opt/env/lib/python3.11/site-packages/google/protobuf/runtime_version.py:112: UserWarning: Protobuf "
            "gencode version 5.27.2 is older than the runtime version 5.28.0 at "
            "tensorflow_datasets/core/proto/dataset_info.proto. Please avoid checked-in Protobuf gencode that can be "
            "obsolete.\n  warnings.warn(",
        ),
        categories=("UserWarning",),
    ),
    Rule(
        "protobuf-prototype",
        WARNING,
        (INSTALLED,),
        (
            r"SymbolDatabase\.GetPrototype\(\) is deprecated\. Please use message_factory\.GetMessageClass\(\)",
            r"MessageFactory class is deprecated\. Please use GetMessageClass\(\)",
        ),
        HIDE,
        "protobuf 4 on its use by TensorBoard and other packages (google/protobuf/symbol_database.py:55).",
        (
            "/opt/env/lib/python3.10/site-packages/google/protobuf/symbol_database.py:55: UserWarning: "
            "SymbolDatabase.GetPrototype() is deprecated. Please use message_factory.GetMessageClass() instead. "
            "SymbolDatabase.GetPrototype() will be removed soon.",
            "/opt/env/lib/python3.10/site-packages/google/protobuf/message_factory.py:77: UserWarning: MessageFactory "
            "class is deprecated. Please use GetMessageClass() instead of MessageFactory.GetPrototype. MessageFactory "
            "class will be removed after 2024.",
        ),
        categories=("UserWarning",),
    ),
    Rule(
        "protobuf-descriptors",
        WARNING,
        (INSTALLED,),
        (r"Call to deprecated create function \w+\(\)\. Note: Create unlinked descriptors is going to",),
        HIDE,
        "Files that an older protobuf made for TensorFlow (google/protobuf/descriptor.py).",
        (
            "/opt/env/lib/python3.8/site-packages/tensorflow/core/framework/tensor_shape_pb2.py:18: "
            "DeprecationWarning: "
            "Call to deprecated create function FieldDescriptor(). Note: Create unlinked descriptors is going to go "
            "away. Please use get/find descriptors from generated code or query the descriptor_pool.",
        ),
        categories=("DeprecationWarning",),
    ),
    Rule(
        "pkg-resources",
        WARNING,
        (INSTALLED,),
        (r"pkg_resources is deprecated as an API\.", r"Deprecated call to `pkg_resources\.declare_namespace\("),
        HIDE,
        "A package on its own packaging (setuptools; google-cloud-python#13974).",
        (
            "/opt/env/lib/python3.12/site-packages/tensorflow_hub/__init__.py:61: UserWarning: pkg_resources is "
            "deprecated as an API. See https://setuptools.pypa.io/en/latest/pkg_resources.html.",
            "/opt/env/lib/python3.9/site-packages/pkg_resources/__init__.py:2871: DeprecationWarning: Deprecated call "
            "to `pkg_resources.declare_namespace('google')`.",
        ),
        categories=("UserWarning", "DeprecationWarning"),
    ),
    Rule(
        "stdlib-deprecations",
        WARNING,
        (INSTALLED,),
        (
            r"distutils Version classes are deprecated\.",
            "The distutils package is deprecated and slated for removal",
            "The imp module is deprecated in favour of importlib",
            "the imp module is deprecated in favour of importlib",
            r"Using or importing the ABCs from 'collections' instead of from 'collections\.abc'",
            "The 'warn' (?:function|method) is deprecated, use 'warning' instead",
            r"datetime\.datetime\.utc(?:now|fromtimestamp)\(\) is deprecated and scheduled for removal",
            r"ast\.(?:Num|Str|Bytes|NameConstant|Ellipsis) is deprecated and will be removed in Python 3\.14",
            r"Attribute [sn] is deprecated and will be removed in Python 3\.14",
            r"'cgi' is deprecated and slated for removal ",
            r"'imghdr' is deprecated and slated for removal ",
            r"module 'sre_(?:constants|parse|compile)' is deprecated$",
            r"inspect\.getargspec\(\) is deprecated",
            r"`formatargspec` is deprecated since Python 3\.5\.",
        ),
        HIDE,
        "A package on modules that a later Python drops; the user cannot change that package.",
        (
            "/opt/env/lib/python3.7/site-packages/tensorflow/python/autograph/utils/testing.py:21: DeprecationWarning: "
            "the imp module is deprecated in favour of importlib; see the module's documentation for alternative uses",
            "/opt/env/lib/python3.9/site-packages/torch/utils/tensorboard/__init__.py:4: DeprecationWarning: distutils "
            "Version classes are deprecated. Use packaging.version instead.",
            "/opt/env/lib/python3.7/site-packages/flatbuffers/compat.py:19: DeprecationWarning: Using or importing the "
            "ABCs from 'collections' instead of from 'collections.abc' is deprecated since Python 3.3",
            (
                "/opt/env/lib/python3.9/site-packages/tf_agents/policies/policy_saver.py:273: DeprecationWarning: "
                "The 'warn' function is deprecated, use 'warning' instead"
            ),
            "/opt/env/lib/python3.12/site-packages/jupyter_client/session.py:203: DeprecationWarning: "
            "datetime.datetime.utcnow() is deprecated and scheduled for removal in a future version. Use "
            "timezone-aware objects to represent datetimes in UTC: datetime.datetime.now(datetime.UTC).",
            "/opt/env/lib/python3.12/site-packages/gast/astn.py:24: DeprecationWarning: ast.Num is deprecated and will "
            "be removed in Python 3.14; use ast.Constant instead",
            "/opt/env/lib/python3.12/site-packages/gast/astn.py:24: DeprecationWarning: Attribute s is deprecated and "
            "will be removed in Python 3.14; use value instead",
            "/opt/env/lib/python3.11/site-packages/tensorboard/plugins/image/summary.py:20: DeprecationWarning: "
            "'imghdr' is deprecated and slated for removal in Python 3.13",
            "/opt/env/lib/python3.11/site-packages/webob/compat.py:5: DeprecationWarning: 'cgi' is deprecated and "
            "slated for removal in Python 3.13",
            "/opt/env/lib/python3.11/site-packages/x/c.py:5: DeprecationWarning: module 'sre_constants' is deprecated",
            "/opt/env/lib/python3.7/site-packages/x/c.py:5: DeprecationWarning: `formatargspec` is deprecated since "
            "Python 3.5. Use `signature` and the `Signature` object directly",
            "/opt/env/lib/python3.7/site-packages/tensorflow/python/util/tf_inspect.py:75: DeprecationWarning: "
            "inspect.getargspec() is deprecated since Python 3.0, use inspect.signature() or inspect.getfullargspec()",
        ),
        categories=("DeprecationWarning", "PendingDeprecationWarning"),
    ),
    Rule(
        "binary-size",
        WARNING,
        (INSTALLED, "importlib/_bootstrap"),
        (
            r"numpy\.[\w.]+ size changed, may indicate binary incompatibility\. ",
            r"scipy\.[\w.]+ size changed, may indicate binary incompatibility\. ",
            r"pandas\.[\w.]+ size changed, may indicate binary incompatibility\. ",
            r"sklearn\.[\w.]+ size changed, may indicate binary incompatibility\. ",
            r"h5py\.[\w.]+ size changed, may indicate binary incompatibility\. ",
            r"builtins\.[\w.]+ size changed, may indicate binary incompatibility\. ",
        ),
        HIDE,
        (
            "Printed when a wheel that was built with another NumPy is imported; a mismatch that matters raises "
            "ValueError (numpy/__init__.pxd)."
        ),
        (
            (
                "/opt/env/lib/python3.9/site-packages/scipy/ndimage/measurements.py:36: RuntimeWarning: numpy.dtype "
                "size changed, may indicate binary incompatibility. Expected 96, got 88"
            ),
            (
                "/usr/lib/python3.6/importlib/_bootstrap.py:219: RuntimeWarning: numpy.ufunc size changed, may "
                "indicate binary incompatibility. Expected 192 from C header, got 216 from PyObject"
            ),
            (
                "/usr/lib/python3.6/importlib/_bootstrap.py:219: RuntimeWarning: "
                "scipy._lib.messagestream.MessageStream size changed, may indicate binary incompatibility. Expected 56 "
                "from C header, got 64 from PyObject"
            ),
            (
                "/usr/lib/python3.6/importlib/_bootstrap.py:219: RuntimeWarning: pandas._libs.interval.Interval size "
                "changed, may indicate binary incompatibility. Expected 80 from C header, got 88 from PyObject"
            ),
            (
                "/usr/lib/python3.6/importlib/_bootstrap.py:219: RuntimeWarning: sklearn.tree._criterion.Criterion "
                "size changed, may indicate binary incompatibility. Expected 328 from C header, got 560 from PyObject"
            ),
            (
                "/usr/lib/python3.6/importlib/_bootstrap.py:219: RuntimeWarning: h5py.h5r.Reference size "
                "changed, may indicate binary incompatibility. Expected 48 from C header, got 56 from PyObject"
            ),
            (
                "/usr/lib/python3.6/importlib/_bootstrap.py:219: RuntimeWarning: builtins.type size "
                "changed, may indicate binary incompatibility. Expected 864 from C header, got 880 from PyObject"
            ),
        ),
        categories=("RuntimeWarning",),
    ),
    Rule(
        "requests-versions",
        WARNING,
        ("requests/__init__.py",),
        (
            (
                r"urllib3 \([^()]{1,40}\) or chardet \([^()]{1,40}\)(?:/charset_normalizer \([^()]{1,40}\))? doesn't "
                r"match a supported version!"
            ),
            "Unable to find acceptable character detection dependency ",
        ),
        HIDE,
        "requests on versions that another package pinned, at its import (requests/__init__.py).",
        (
            (
                "/opt/env/lib/python3.9/site-packages/requests/__init__.py:89: RequestsDependencyWarning: urllib3 "
                "(1.26.12) or chardet (3.0.4) doesn't match a supported version!"
            ),
        ),
        categories=("RequestsDependencyWarning",),
    ),
    Rule(
        "old-module-of-sklearn",
        WARNING,
        (
            "sklearn/externals/",
            "sklearn/utils/deprecation.py",
        ),
        (
            r"sklearn\.externals\.joblib is deprecated in 0\.21 and will be removed in 0\.23\.",
            r"The module is deprecated in version 0\.21 and will be removed in version 0\.23 ",
            r"The sklearn\.[\w.]{1,80} module is  ?deprecated in version 0\.22 and will be removed in version 0\.24\.",
        ),
        ONCE,
        (
            "An old module, which a package imports far more often than a user does (sklearn/externals, "
            "sklearn/utils/deprecation.py)."
        ),
        (
            (
                "/opt/env/lib/python3.9/site-packages/sklearn/externals/joblib/__init__.py:15: FutureWarning: "
                "sklearn.externals.joblib is deprecated in 0.21 and will be removed in 0.23. Please import this "
                "functionality directly from joblib."
            ),
            (
                "/opt/env/lib/python3.9/site-packages/sklearn/externals/six.py:31: FutureWarning: The module is "
                "deprecated in version 0.21 and will be removed in version 0.23 since we've dropped support for "
                "Python 2.7."
            ),
            (
                "/opt/env/lib/python3.9/site-packages/sklearn/utils/deprecation.py:144: FutureWarning: The "
                "sklearn.metrics.scorer module is  deprecated in version 0.22 and will be removed in version 0.24."
            ),
        ),
        categories=("FutureWarning",),
    ),
    Rule(
        "tensorstore-queue",
        NATIVE,
        ("gcs_resource.cc", "s3_resource.cc"),
        (r"Using default AdmissionQueue with limit \d+",),
        HIDE,
        "A default of TensorStore, by which Orbax writes checkpoints (tensorstore/kvstore/gcs/gcs_resource.cc).",
        ("I0000 00:00:1795355631.823008   29633 gcs_resource.cc:99] Using default AdmissionQueue with limit 32",),
    ),
    Rule(
        "syntax-in-package",
        WARNING,
        (INSTALLED,),
        (
            "invalid escape sequence ",
            "invalid octal escape sequence ",
            r"\"is\" with (?:a|'\w{1,20}') literal\. Did you mean ",
            r"\"is not\" with (?:a|'\w{1,20}') literal\. Did you mean ",
            *('"\\\\%s" is an invalid escape sequence\\.' % character for character in _NO_ESCAPES),
        ),
        HIDE,
        "A package's own source, compiled at its first import by a newer Python (cpython Python/compile.c).",
        (
            "/opt/env/lib/python3.12/site-packages/pydub/utils.py:300: SyntaxWarning: invalid escape sequence '\\('",
            "/opt/env/lib/python3.7/site-packages/keras_contrib/layers/crf.py:12: DeprecationWarning: invalid escape "
            "sequence \\d",
            *(
                '/opt/env/lib/python3.14/site-packages/pydub/utils.py:300: SyntaxWarning: "\\%s" is an invalid escape '
                "sequence. Such sequences will not work in the future." % character[-1]
                for character in _NO_ESCAPES
            ),
            '/opt/env/lib/python3.8/site-packages/rl/core.py:12: SyntaxWarning: "is" with a literal. Did you mean '
            '"=="?',
            "/opt/env/lib/python3.12/site-packages/x/c.py:12: SyntaxWarning: \"is not\" with 'str' literal. Did "
            'you mean "!="?',
        ),
        categories=("SyntaxWarning", "DeprecationWarning"),
    ),
    Rule(
        "pandas-names",
        WARNING,
        (INSTALLED, "!pandas/"),
        (
            r"pandas\.util\.testing is deprecated\. Use the functions in the public API at pandas\.testing instead\.",
            r"pandas\.core\.index is deprecated and will be removed in a future version\.",
            r"The Panel class is removed from pandas\.",
        ),
        HIDE,
        "A package on old names of pandas, at its import; pandas names who uses them, so the user's own is shown.",
        (
            "/opt/env/lib/python3.6/site-packages/statsmodels/tools/_testing.py:19: FutureWarning: pandas.util.testing "
            "is deprecated. Use the functions in the public API at pandas.testing instead.",
            "/opt/env/lib/python3.6/site-packages/pyarrow/pandas_compat.py:114: FutureWarning: pandas.core.index is "
            "deprecated and will be removed in a future version. The public classes are available in the top-level "
            "namespace.",
            "/opt/env/lib/python3.6/site-packages/tqdm/std.py:658: FutureWarning: The Panel class is removed from "
            "pandas. Accessing it from the top-level namespace will also be removed in the next version",
        ),
        categories=("FutureWarning",),
    ),
    Rule(
        "ipykernel-async",
        WARNING,
        ("ipykernel/ipkernel.py",),
        (r"`should_run_async` will not call `transform_cell` automatically in the future\.",),
        HIDE,
        "ipykernel before 6 with a newer IPython, at each cell (ipykernel/ipkernel.py:283, ipykernel#540).",
        (
            "/opt/env/lib/python3.8/site-packages/ipykernel/ipkernel.py:283: DeprecationWarning: `should_run_async` "
            "will not call `transform_cell` automatically in the future. Please pass the result to `transformed_cell` "
            "argument and any exception that happen during thetransform in `preprocessing_exc_tuple` in IPython 7.17 "
            "and above.",
        ),
        categories=("DeprecationWarning",),
    ),
    Rule(
        "import-system",
        WARNING,
        ("importlib/_bootstrap",),
        (
            r"can't resolve package from __spec__ or __package__, falling back on __name__ and __path__$",
            r"(?:_SixMetaPathImporter|_ImportRedirect|VendorImporter)\.(?:find_spec|exec_module)\(\) not found; ",
            r"builtin type (?:SwigPyPacked|SwigPyObject|swigvarlink) has no __module__ attribute$",
        ),
        HIDE,
        "How a package was built, at its import by a newer Python (cpython Lib/importlib/_bootstrap.py, swig#2881).",
        (
            "/opt/env/lib/python3.6/importlib/_bootstrap.py:219: ImportWarning: can't resolve package from __spec__ or "
            "__package__, falling back on __name__ and __path__",
            "/opt/env/lib/python3.10/importlib/_bootstrap.py:914: ImportWarning: _SixMetaPathImporter.find_spec() not "
            "found; falling back to find_module()",
            "/opt/env/lib/python3.12/importlib/_bootstrap.py:241: DeprecationWarning: builtin type SwigPyPacked has no "
            "__module__ attribute",
        ),
        categories=("ImportWarning", "DeprecationWarning"),
    ),
    Rule(
        "h5py-old-names",
        WARNING,
        (INSTALLED, "!h5py/"),
        (
            r"dataset\.value has been deprecated\. Use dataset\[\(\)\] instead\.",
            r"The default file mode will change to 'r' \(read-only\) in h5py 3\.0\.",
        ),
        HIDE,
        "A package on old uses of h5py 2.9 and 2.10, which names who uses them (h5py/_hl/dataset.py, files.py).",
        (
            "/opt/env/lib/python3.6/site-packages/deepdish/io/hdf5io.py:42: H5pyDeprecationWarning: dataset.value has "
            "been deprecated. Use dataset[()] instead.",
            "/opt/env/lib/python3.6/site-packages/tflearn/data_utils.py:42: H5pyDeprecationWarning: The default file "
            "mode will change to 'r' (read-only) in h5py 3.0. To suppress this warning, pass the mode you need.",
        ),
        categories=("H5pyDeprecationWarning",),
    ),
    Rule(
        "pillow-constants",
        WARNING,
        (INSTALLED, "!PIL/"),
        (
            r"NEAREST is deprecated and will be removed in Pillow 10 ",
            r"BILINEAR is deprecated and will be removed in Pillow 10 ",
            r"BICUBIC is deprecated and will be removed in Pillow 10 ",
            r"HAMMING is deprecated and will be removed in Pillow 10 ",
            r"LANCZOS is deprecated and will be removed in Pillow 10 ",
            r"ANTIALIAS is deprecated and will be removed in Pillow 10 ",
            r"LINEAR is deprecated and will be removed in Pillow 10 ",
        ),
        HIDE,
        "A package on old constants of Pillow 9, at its import; Pillow names who uses them (PIL/_deprecate.py).",
        (
            "/opt/env/lib/python3.9/site-packages/keras/preprocessing/image.py:23: DeprecationWarning: NEAREST is "
            "deprecated and will be removed in Pillow 10 (2023-07-01). Use Resampling.NEAREST or Dither.NONE.",
            "/opt/env/lib/python3.9/site-packages/keras/preprocessing/image.py:24: DeprecationWarning: BILINEAR "
            "is deprecated and will be removed in Pillow 10 (2023-07-01). Use Resampling.BILINEAR instead.",
            "/opt/env/lib/python3.9/site-packages/keras/preprocessing/image.py:25: DeprecationWarning: BICUBIC is "
            "deprecated and will be removed in Pillow 10 (2023-07-01). Use Resampling.BICUBIC instead.",
            "/opt/env/lib/python3.9/site-packages/keras/preprocessing/image.py:28: DeprecationWarning: HAMMING is "
            "deprecated and will be removed in Pillow 10 (2023-07-01). Use Resampling.HAMMING instead.",
            "/opt/env/lib/python3.9/site-packages/keras/preprocessing/image.py:32: DeprecationWarning: LANCZOS is "
            "deprecated and will be removed in Pillow 10 (2023-07-01). Use Resampling.LANCZOS instead.",
            "/opt/env/lib/python3.9/site-packages/skimage/io/_plugins/pil_plugin.py:3: DeprecationWarning: ANTIALIAS "
            "is deprecated and will be removed in Pillow 10 (2023-07-01). Use LANCZOS or Resampling.LANCZOS instead.",
            "/opt/env/lib/python3.9/site-packages/torchvision/transforms/functional_pil.py:207: DeprecationWarning: "
            "LINEAR is deprecated and will be removed in Pillow 10 (2023-07-01). Use BILINEAR instead.",
        ),
        categories=("DeprecationWarning",),
    ),
)
