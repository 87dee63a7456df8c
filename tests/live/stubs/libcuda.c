/* A driver with one device and no library behind it: what TensorFlow 2.21 asks while it looks for GPUs
   (xla/stream_executor/cuda/cuda_platform.cc and cuda_executor.cc). */
#include <string.h>
int cuInit(unsigned f) { return 0; }
int cuDriverGetVersion(int *v) { *v = 12090; return 0; }
int cuDeviceGetCount(int *n) { *n = 1; return 0; }
int cuDeviceGet(int *d, int n) { *d = n; return 0; }
int cuDeviceGetName(char *s, int n, int d) { strncpy(s, "Stub", n); return 0; }
int cuDeviceGetAttribute(int *v, int a, int d) { *v = a == 75 ? 8 : a == 76 ? 0 : 1; return 0; }
int cuDeviceTotalMem_v2(size_t *n, int d) { *n = 1ul << 33; return 0; }
int cuDeviceGetPCIBusId(char *s, int n, int d) { strncpy(s, "0000:00:04.0", n); return 0; }
int cuDevicePrimaryCtxGetState(int d, unsigned *f, int *a) { *f = 0; *a = 0; return 0; }
int cuDevicePrimaryCtxSetFlags_v2(int d, unsigned f) { return 0; }
int cuDevicePrimaryCtxRetain(void **c, int d) { *c = (void *)1; return 0; }
int cuDevicePrimaryCtxRelease_v2(int d) { return 0; }
int cuCtxGetCurrent(void **c) { *c = (void *)1; return 0; }
int cuCtxSetCurrent(void *c) { return 0; }
int cuCtxGetDevice(int *d) { *d = 0; return 0; }
int cuCtxSynchronize(void) { return 0; }
int cuCtxGetStreamPriorityRange(int *a, int *b) { *a = *b = 0; return 0; }
int cuMemGetInfo_v2(size_t *f, size_t *t) { *f = *t = 1ul << 33; return 0; }
int cuGetErrorName(int e, const char **s) { *s = "STUB"; return 0; }
int cuGetErrorString(int e, const char **s) { *s = "stub"; return 0; }
