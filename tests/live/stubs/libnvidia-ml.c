/* As libcuda.c: it is enough that the management library can be opened. */
int nvmlInit_v2(void) { return 0; }
int nvmlShutdown(void) { return 0; }
