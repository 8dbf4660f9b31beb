/* Between the program and its disk: writes down what it does under one folder, or lets it fail.
 *
 * Loaded with LD_PRELOAD. FAULT_ROOT is the folder; FAULT_LOG a file for the record. Tests reach the
 * rest by ctypes:
 *
 *   fault_arm(n, errno, forever)   the n-th write, sync, truncation, creation, rename or unlink from
 *                                  now on fails, once or for ever; n = 0 ends it
 *   fault_full(n)                  from the n-th on there is no room: writes that make a file longer
 *                                  fail; n = 0 ends it
 *   fault_count()                  steps counted since fault_arm
 *   fault_mark(text)               a line of the test's own in the record
 *   fault_begin()                  read FAULT_ROOT and FAULT_LOG again, as a forked child must
 *
 * A record is: op (1 byte), length of the path (4), offset (8), length of the data (8), path, data.
 * Syncs are recorded, not done: what a power cut leaves is decided when the record is replayed.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char *root;
static size_t root_length;
static int record = -1, forever, fail_with;
static long steps, fail_at, full_from;

__attribute__((constructor)) void fault_begin(void) {
  const char *log = getenv("FAULT_LOG");
  root = getenv("FAULT_ROOT");
  root_length = root ? strlen(root) : 0;
  if (log) record = syscall(SYS_openat, AT_FDCWD, log, O_CREAT | O_WRONLY | O_APPEND, 0600);
}

static int inside(const char *path) {
  return root && !strncmp(path, root, root_length) &&
         (path[root_length] == '/' || !path[root_length]);
}

/* The path of an open file under the root, as it is called now; 0 for any other file. */
static int path_of(int file, char *path) {
  char link[64];
  if (!root) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  return inside(path);
}

/* A path as the program gave it, made whole. */
static const char *whole(const char *path, char *made) {
  if (path[0] == '/') return path;
  if (!getcwd(made, PATH_MAX - NAME_MAX - 2)) return path;
  strcat(strcat(made, "/"), path);
  return made;
}

static void put(const void *data, size_t length) {
  for (const char *at = data; length;) {
    long written = syscall(SYS_write, record, at, length);
    if (written <= 0) _exit(97);
    at += written, length -= written;
  }
}

static void note(char op, const char *path, int64_t offset, const void *data, int64_t length) {
  if (record < 0) return;
  uint32_t letters = strlen(path);
  char head[21];
  head[0] = op;
  memcpy(head + 1, &letters, 4), memcpy(head + 5, &offset, 8), memcpy(head + 13, &length, 8);
  put(head, sizeof head), put(path, letters);
  if (length) put(data, length);
}

static int fails(void) {
  steps++;
  if (!fail_at || (forever ? steps < fail_at : steps != fail_at)) return 0;
  errno = fail_with;
  return 1;
}

static int no_room(int file, int64_t end) {
  struct stat now;
  if (!full_from || steps < full_from || fstat(file, &now) || end <= now.st_size) return 0;
  errno = ENOSPC;
  return 1;
}

void fault_arm(long n, int with, int for_ever) {
  steps = 0, fail_at = n, fail_with = with, forever = for_ever;
}

void fault_full(long n) { steps = 0, full_from = n; }

long fault_count(void) { return steps; }

void fault_mark(const char *text) { note('A', "", 0, text, strlen(text)); }

#define REAL(result, name, ...)                                \
  static result (*real)(__VA_ARGS__);                          \
  if (!real) real = (result(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

ssize_t pwrite64(int file, const void *data, size_t length, off64_t offset) {
  REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
  char path[PATH_MAX];
  if (!path_of(file, path)) return real(file, data, length, offset);
  if (fails() || no_room(file, offset + length)) return -1;
  ssize_t written = real(file, data, length, offset);
  if (written > 0) note('W', path, offset, data, written);
  return written;
}

ssize_t pwrite(int file, const void *data, size_t length, off_t offset) {
  return pwrite64(file, data, length, offset);
}

ssize_t write(int file, const void *data, size_t length) {
  REAL(ssize_t, "write", int, const void *, size_t);
  char path[PATH_MAX];
  if (file < 3 || file == record || !path_of(file, path)) return real(file, data, length);
  int at_end = fcntl(file, F_GETFL) & O_APPEND;
  off64_t offset = lseek64(file, 0, at_end ? SEEK_END : SEEK_CUR);
  if (fails() || no_room(file, offset + length)) return -1;
  ssize_t written = real(file, data, length);
  if (written > 0) note('W', path, offset, data, written);
  return written;
}

static int synced(int file, int (*real)(int)) {
  char path[PATH_MAX];
  struct stat what;
  if (!path_of(file, path)) return real(file);
  if (fails()) return -1;
  note(!fstat(file, &what) && S_ISDIR(what.st_mode) ? 'D' : 'S', path, 0, 0, 0);
  return 0;
}

int fsync(int file) {
  REAL(int, "fsync", int);
  return synced(file, real);
}

int fdatasync(int file) {
  REAL(int, "fdatasync", int);
  return synced(file, real);
}

int ftruncate64(int file, off64_t length) {
  REAL(int, "ftruncate64", int, off64_t);
  char path[PATH_MAX];
  if (!path_of(file, path)) return real(file, length);
  if (fails()) return -1;
  int failed = real(file, length);
  if (!failed) note('T', path, length, 0, 0);
  return failed;
}

int ftruncate(int file, off_t length) { return ftruncate64(file, length); }

int unlink(const char *name) {
  REAL(int, "unlink", const char *);
  char made[PATH_MAX];
  const char *path = whole(name, made);
  if (!inside(path) || access(path, F_OK)) return real(name);
  if (fails()) return -1;
  int failed = real(name);
  if (!failed) note('U', path, 0, 0, 0);
  return failed;
}

int rename(const char *from, const char *to) {
  REAL(int, "rename", const char *, const char *);
  char made_from[PATH_MAX], made_to[PATH_MAX];
  const char *old = whole(from, made_from), *new = whole(to, made_to);
  if (!inside(old)) return real(from, to);
  if (fails()) return -1;
  int failed = real(from, to);
  if (!failed) note('R', old, 0, new, strlen(new));
  return failed;
}

static int opened(const char *name, int flags, mode_t mode) {
  REAL(int, "open64", const char *, int, ...);
  char made[PATH_MAX];
  const char *path = whole(name, made);
  if (!inside(path)) return real(name, flags, mode);
  int there = !access(path, F_OK), makes = (flags & O_CREAT) && !there;
  if (makes && fails()) return -1;
  int file = real(name, flags, mode);
  if (file >= 0 && makes) note('C', path, 0, 0, 0);
  if (file >= 0 && there && (flags & O_TRUNC)) note('T', path, 0, 0, 0);
  return file;
}

#define OPENING(function)                              \
  int function(const char *name, int flags, ...) {     \
    va_list rest;                                      \
    va_start(rest, flags);                             \
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0; \
    va_end(rest);                                      \
    return opened(name, flags, mode);                  \
  }

OPENING(open)
OPENING(open64)
