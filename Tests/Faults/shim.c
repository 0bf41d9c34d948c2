/* A library that is loaded before a server and makes its disk, or its line to PostgreSQL, fail at a chosen call.

   SHIM_ROOT    the folder that counts: files below it.
   SHIM_ARM     calls are counted once this file exists.
   SHIM_CALL    which calls are counted: "write", "sync", or "send" (what libpq sends).
   SHIM_AT      the number of the call at which it happens.
   SHIM_FAULT   "kill" ends the process before the call, "eio" and "enospc" refuse it, this one and all later ones, "short" writes half of it,
                "cut" ends the connection before what is sent, "lost" behind it, so that the answer never comes.
   SHIM_CLOCK   a file of eight bytes: by how many seconds the clock on the wall is wrong.
   SHIM_SHADOW  a folder beside which is kept what a power cut would leave: only what was synced. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { FILES = 65536 };

/* What was written to a file since it was synced. */
struct piece { off_t start; size_t length; struct piece *next; };
struct file { char path[600]; struct piece *pieces; struct file *next; };

static struct file *files, *opened[FILES];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *root, *shadow, *arm, *call, *fault;
static long at;
static atomic_long count;

static int (*real_open)(const char *, int, ...);
static int (*real_close)(int), (*real_unlink)(const char *), (*real_rename)(const char *, const char *);
static int (*real_fsync)(int), (*real_fdatasync)(int), (*real_ftruncate)(int, off_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t), (*real_write)(int, const void *, size_t);
static ssize_t (*real_send)(int, const void *, size_t, int);
static int (*real_clock_gettime)(clockid_t, struct timespec *);
static volatile long *skew;

__attribute__((constructor)) static void begin(void) {
    real_open = dlsym(RTLD_NEXT, "open64");
    real_close = dlsym(RTLD_NEXT, "close");
    real_unlink = dlsym(RTLD_NEXT, "unlink");
    real_rename = dlsym(RTLD_NEXT, "rename");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    real_write = dlsym(RTLD_NEXT, "write");
    real_send = dlsym(RTLD_NEXT, "send");
    root = getenv("SHIM_ROOT");
    shadow = getenv("SHIM_SHADOW");
    arm = getenv("SHIM_ARM");
    call = getenv("SHIM_CALL");
    fault = getenv("SHIM_FAULT");
    at = getenv("SHIM_AT") ? atol(getenv("SHIM_AT")) : 0;
    if (!getenv("SHIM_CLOCK")) return;
    void *map = mmap(NULL, sizeof *skew, PROT_READ, MAP_SHARED, real_open(getenv("SHIM_CLOCK"), O_RDONLY), 0);
    if (map == MAP_FAILED) abort();
    skew = map;
}

/* The clock on the wall only: what counts the seconds goes on as it did. */
int clock_gettime(clockid_t id, struct timespec *time) {
    if (!real_clock_gettime) real_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
    int result = real_clock_gettime(id, time);
    if (!result && id == CLOCK_REALTIME && skew) time->tv_sec += *skew;
    return result;
}

/* Whether it happens at this call. The process may end here. */
static int strikes(const char *name) {
    if (!fault || !call || strcmp(name, call) || (arm && access(arm, F_OK))) return 0;
    long now = atomic_fetch_add(&count, 1) + 1;
    if (now < at) return 0;
    if (!strcmp(fault, "kill")) kill(getpid(), SIGKILL);
    return strcmp(fault, "short") && strcmp(fault, "cut") && strcmp(fault, "lost") ? 1 : now == at;
}

static int refuse(void) {
    errno = strcmp(fault, "enospc") ? EIO : ENOSPC;
    return -1;
}

static struct file *of(int fd) { return fd >= 0 && fd < FILES ? opened[fd] : NULL; }

static struct file *known(const char *path) {
    struct file *file = files;
    while (file && strcmp(file->path, path)) file = file->next;
    return file;
}

/* The shared memory of SQLite is no part of what a disk keeps. */
static int counts(const char *path) {
    size_t length = strlen(path);
    return root && path[0] == '/' && !strncmp(path, root, strlen(root)) && (length < 4 || strcmp(path + length - 4, "-shm"));
}

static void track(int fd, const char *path) {
    if (fd < 0 || fd >= FILES) return;
    pthread_mutex_lock(&lock);
    opened[fd] = NULL;
    if (counts(path)) {
        struct file *file = known(path);
        if (!file) {
            file = calloc(1, sizeof *file);
            snprintf(file->path, sizeof file->path, "%s", path);
            file->next = files;
            files = file;
        }
        opened[fd] = file;
    }
    pthread_mutex_unlock(&lock);
}

static void shade(const char *path, char *out, size_t size) { snprintf(out, size, "%s%s", shadow, path + strlen(root)); }

static void forget(struct file *file) {
    for (struct piece *piece = file->pieces, *next; piece; piece = next) {
        next = piece->next;
        free(piece);
    }
    file->pieces = NULL;
}

static void wrote(int fd, off_t start, ssize_t length) {
    struct file *file = of(fd);
    if (!shadow || !file || length <= 0) return;
    pthread_mutex_lock(&lock);
    struct piece *piece = malloc(sizeof *piece);
    *piece = (struct piece){start, (size_t)length, file->pieces};
    file->pieces = piece;
    pthread_mutex_unlock(&lock);
}

/* Everything that was written to a file is on the disk now. */
static void settle(int fd) {
    struct file *file = of(fd);
    struct stat status;
    // A folder is synced too; names count at once here.
    if (!shadow || !file || (!fstat(fd, &status) && S_ISDIR(status.st_mode))) return;
    char name[1200];
    shade(file->path, name, sizeof name);
    pthread_mutex_lock(&lock);
    int copy = real_open(name, O_RDWR | O_CREAT, 0600);
    for (struct piece *piece = file->pieces; piece; piece = piece->next) {
        char *bytes = malloc(piece->length);
        ssize_t read = pread(fd, bytes, piece->length, piece->start);
        if (read > 0 && real_pwrite(copy, bytes, (size_t)read, piece->start) != read) abort();
        free(bytes);
    }
    forget(file);
    if (fstat(fd, &status) || real_ftruncate(copy, status.st_size)) abort();
    real_close(copy);
    pthread_mutex_unlock(&lock);
}

#define OPEN(name)                                        \
    int name(const char *path, int flags, ...) {          \
        va_list rest;                                     \
        va_start(rest, flags);                            \
        mode_t mode = va_arg(rest, mode_t);               \
        va_end(rest);                                     \
        int fd = real_open(path, flags, mode);            \
        track(fd, path);                                  \
        return fd;                                        \
    }
OPEN(open)
OPEN(open64)

int close(int fd) {
    if (fd >= 0 && fd < FILES) opened[fd] = NULL;
    return real_close(fd);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t start) {
    if (of(fd) && strikes("write")) {
        if (strcmp(fault, "short")) return refuse();
        length = length / 2 + 1;
    }
    ssize_t done = real_pwrite(fd, bytes, length, start);
    wrote(fd, start, done);
    return done;
}
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t start) { return pwrite64(fd, bytes, length, start); }

ssize_t write(int fd, const void *bytes, size_t length) {
    if (of(fd) && strikes("write")) {
        if (strcmp(fault, "short")) return refuse();
        length = length / 2 + 1;
    }
    off_t start = of(fd) ? lseek(fd, 0, SEEK_CUR) : 0;
    ssize_t done = real_write(fd, bytes, length);
    wrote(fd, start, done);
    return done;
}

int fsync(int fd) {
    if (of(fd) && strikes("sync")) return refuse();
    int result = real_fsync(fd);
    if (!result) settle(fd);
    return result;
}

int fdatasync(int fd) {
    if (of(fd) && strikes("sync")) return refuse();
    int result = real_fdatasync(fd);
    if (!result) settle(fd);
    return result;
}

ssize_t send(int fd, const void *bytes, size_t length, int flags) {
    if (strikes("send")) {
        if (!strcmp(fault, "short")) length = length / 2 + 1;
        else if (!strcmp(fault, "lost")) {
            ssize_t sent = real_send(fd, bytes, length, flags);
            shutdown(fd, SHUT_RD);
            return sent;
        } else {
            shutdown(fd, SHUT_RDWR);
            return errno = ECONNRESET, -1;
        }
    }
    return real_send(fd, bytes, length, flags);
}

/* A journal that is left would look hot, so the going of a file counts at once. */
int unlink(const char *path) {
    int result = real_unlink(path);
    if (result || !shadow || !counts(path)) return result;
    char name[1200];
    shade(path, name, sizeof name);
    real_unlink(name);
    pthread_mutex_lock(&lock);
    struct file *file = known(path);
    if (file) forget(file);
    pthread_mutex_unlock(&lock);
    return result;
}

int rename(const char *from, const char *to) {
    int result = real_rename(from, to);
    if (result || !shadow || !counts(from) || !counts(to)) return result;
    char before[1200], after[1200];
    shade(from, before, sizeof before);
    shade(to, after, sizeof after);
    real_rename(before, after);
    return result;
}
