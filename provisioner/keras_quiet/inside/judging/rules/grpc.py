"""gRPC, which TensorFlow and others bring along."""

from typing import Tuple

from ...grammar.kinds import NATIVE
from ...grammar.rule import HIDE, ONCE, Rule

RULES: Tuple[Rule, ...] = (
    Rule(
        "grpc-start",
        NATIVE,
        ("ev_epoll1_linux.cc", "config.cc", "config_vars.cc", "experiments.cc"),
        (r" *(?:grpc epoll fd: \d+|gRPC experiments(?: enabled)?: )",),
        HIDE,
        "gRPC tells its settings at its start (src/core/lib/iomgr/ev_epoll1_linux.cc).",
        (
            "I0000 00:00:1795355631.823008   29633 ev_epoll1_linux.cc:125] grpc epoll fd: 58",
            "I0102 03:04:05.678901234   29633 config.cc:230]            gRPC experiments enabled: "
            "call_status_override_on_cancellation",
            "I0000 00:00:1795355631.823008   29633 config.cc:234] gRPC experiments: ; default-enabled: monitoring",
        ),
    ),
    Rule(
        "grpc-fork",
        NATIVE,
        ("fork_posix.cc",),
        (r" *Other threads are currently calling into gRPC, skipping fork\(\) handlers",),
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
        ("grpc_channel.cc",),
        ("Initialize (?:HostPorts)?GrpcChannelCache for job ",),
        HIDE,
        "The addresses that the cluster setting gave (tensorflow/core/distributed_runtime/rpc/grpc_channel.cc).",
        (
            "2026-01-02 03:04:05.678901: I tensorflow/core/distributed_runtime/rpc/grpc_channel.cc:301] Initialize "
            "GrpcChannelCache for job localhost -> {0 -> localhost:12345}",
            "I tensorflow/core/distributed_runtime/rpc/grpc_channel.cc:206] Initialize HostPortsGrpcChannelCache for "
            "job local -> {localhost:2222}",
        ),
    ),
    Rule(
        "grpc-fork-polling",
        NATIVE,
        ("fork_posix.cc",),
        (" *Fork support is only compatible with the epoll1 and poll polling strategies",),
        HIDE,
        "A default, at each !command of a cell once gRPC runs (grpc fork_posix.cc).",
        (
            (
                "E0102 03:04:05.678901234   29633 fork_posix.cc:70]           Fork support is only compatible with "
                "the epoll1 and poll polling strategies"
            ),
            (
                "I0000 00:00:1795355631.823008   29633 fork_posix.cc:70] Fork support is only compatible with the "
                "epoll1 and poll polling strategies"
            ),
        ),
    ),
    Rule(
        "grpc-shutdown",
        NATIVE,
        ("init.cc",),
        (r" *grpc_wait_for_shutdown_with_timeout\(\) timed out\.",),
        HIDE,
        "At the end of a process that has no time to wait for its threads (grpc src/core/lib/surface/init.cc).",
        ("E0000 00:00:1795355631.823008   29633 init.cc:232] grpc_wait_for_shutdown_with_timeout() timed out.",),
    ),
    Rule(
        "grpc-alts",
        NATIVE,
        ("alts_credentials.cc",),
        (r" *ALTS creds ignored\. Not running on GCP and untrusted ALTS is not enabled\.",),
        HIDE,
        "Normal on every machine outside of Google's cloud, which uses other credentials (grpc alts_credentials.cc).",
        (
            "E0000 00:00:1795355631.823008   29633 alts_credentials.cc:93] ALTS creds ignored. Not running on GCP and "
            "untrusted ALTS is not enabled.",
        ),
    ),
    Rule(
        "grpc-credentials",
        NATIVE,
        ("grpc_credentials.cc",),
        (r"gRPC insecure (?:client|server) credentials are used\.$",),
        HIDE,
        "The only ones that a public build has, at each start of a cluster (xla/pjrt/distributed/grpc_credentials.cc).",
        ("I0000 00:00:1795355631.823008   29633 grpc_credentials.cc:38] gRPC insecure server credentials are used.",),
    ),
)
