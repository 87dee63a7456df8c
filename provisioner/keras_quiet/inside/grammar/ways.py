"""The ways by which a message comes; each is filtered where it comes in, and each rule is for one of them."""

NATIVE = "native"  # C++ with a level, a file and a line: TensorFlow's own logger, absl, glog
LOGGING = "logging"  # Python's logging, as a record or as text ("WARNING:tensorflow:...")
WARNING = "warning"  # Python's warnings, where they are shown or as text
BARE = "bare"  # a line without any prefix
WRITE = "write"  # one write to Python's sys.stderr, by the module that makes it
WAYS = (NATIVE, LOGGING, WARNING, WRITE, BARE)
