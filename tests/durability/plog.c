/* Writes down what a program does to the files of one folder, and what it says and hears on sockets, in order.

   Loaded with LD_PRELOAD. PLOG_FOLDER names the folder, PLOG_TRACE the file that the trace is appended to; `recording.py`
   reads it. One record is one append, so the records of several threads and processes stay whole. A call is recorded
   when it has returned, except two: a sync has a record at its beginning too (only what was written before that is
   covered), and a send is recorded before it is made (from then on somebody may know). So whatever happened before
   a call, in any thread, stands before it in the trace. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind {
  WRITE = 'w', TRUNCATE = 't', SYNC_BEGINS = 'b', SYNC_ENDS = 'e', CREATE = 'c', UNLINK = 'u', RENAME = 'r',
  SAYS = '>', HEARS = '<'
};

struct head {
  uint32_t kind;
  int32_t pid, fd;
  uint32_t path_length;
  uint64_t offset;
  uint64_t data_length;
};

static int trace = -1;
static char folder[4096];
static size_t folder_length;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void) {
  const char *to = getenv("PLOG_TRACE"), *of = getenv("PLOG_FOLDER");
  if (!to || !of || !realpath(of, folder)) return;
  folder_length = strlen(folder);
  int fd = syscall(SYS_openat, AT_FDCWD, to, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  trace = fcntl(fd, F_DUPFD_CLOEXEC, 900);
  if (trace >= 0) syscall(SYS_close, fd);
}

static void record(enum kind kind, int fd, const char *path, uint64_t offset, const void *data, size_t length) {
  int kept = errno;
  struct head head = {kind, getpid(), fd, (uint32_t)strlen(path), offset, length};
  struct iovec parts[3] = {{&head, sizeof head}, {(void *)path, head.path_length}, {(void *)data, length}};
  if (syscall(SYS_writev, trace, parts, 3) != (long)(sizeof head + head.path_length + length)) {
    static const char trouble[] = "plog: the trace could not be written\n";
    syscall(SYS_write, 2, trouble, sizeof trouble - 1);
    syscall(SYS_exit_group, 97);
  }
  errno = kept;
}

/* The path inside the folder ("" for the folder itself), or nothing for a path elsewhere. */
static const char *inside(const char *path) {
  if (strncmp(path, folder, folder_length)) return NULL;
  if (!path[folder_length]) return "";
  return path[folder_length] == '/' ? path + folder_length + 1 : NULL;
}

/* What an open file is called, in `path` (4096 bytes): a path inside the folder, or "socket:[…]"; else nothing. */
static const char *called(int fd, char *path) {
  if (trace < 0 || fd < 0) return NULL;
  int kept = errno;
  char link[40];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, 4095);
  errno = kept;
  if (length < 0) return NULL;
  path[length] = 0;
  return strncmp(path, "socket:", 7) ? inside(path) : path;
}

static int is_socket(const char *name) { return name && !strncmp(name, "socket:", 7); }

/* The path inside the folder that a path given to a call names, or nothing. Its last part need not exist. */
static const char *named(int at, const char *given, char *path) {
  if (trace < 0) return NULL;
  int kept = errno;
  char whole[8192], parent[4096];
  if (given[0] == '/' || at == AT_FDCWD) {
    snprintf(whole, sizeof whole, "%s", given);
  } else {
    char link[40], base[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", at);
    ssize_t length = readlink(link, base, sizeof base - 1);
    if (length < 0) { errno = kept; return NULL; }
    base[length] = 0;
    snprintf(whole, sizeof whole, "%s/%s", base, given);
  }
  char *slash = strrchr(whole, '/');
  const char *last = slash ? slash + 1 : whole;
  if (slash) *slash = 0;
  const char *found = realpath(slash ? (slash == whole ? "/" : whole) : ".", parent);
  errno = kept;
  if (!found) return NULL;
  if (snprintf(path, 4096, "%s/%s", parent, last) >= 4096) return NULL;
  return inside(path);
}

static void written(int fd, int64_t offset, const struct iovec *parts, int count, ssize_t done) {
  char path[4096];
  const char *name = done > 0 ? called(fd, path) : NULL;
  if (!name || is_socket(name)) return;
  if (offset < 0) offset = lseek(fd, 0, SEEK_CUR) - done;
  for (int i = 0; i < count && done > 0; i++) {
    size_t length = parts[i].iov_len < (size_t)done ? parts[i].iov_len : (size_t)done;
    if (length) record(WRITE, fd, name, offset, parts[i].iov_base, length);
    offset += length;
    done -= length;
  }
}

static void says(int fd, const struct iovec *parts, int count) {
  char path[4096];
  const char *name = called(fd, path);
  if (!is_socket(name)) return;
  for (int i = 0; i < count; i++)
    if (parts[i].iov_len) record(SAYS, fd, "", 0, parts[i].iov_base, parts[i].iov_len);
}

static void hears(int fd, const void *data, ssize_t length) {
  char path[4096];
  if (length > 0 && is_socket(called(fd, path))) record(HEARS, fd, "", 0, data, length);
}

ssize_t write(int fd, const void *data, size_t length) {
  struct iovec part = {(void *)data, length};
  says(fd, &part, 1);
  ssize_t done = REAL(write)(fd, data, length);
  written(fd, -1, &part, 1, done);
  return done;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  says(fd, parts, count);
  ssize_t done = REAL(writev)(fd, parts, count);
  written(fd, -1, parts, count, done);
  return done;
}

ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) {
  ssize_t done = REAL(pwrite64)(fd, data, length, offset);
  written(fd, offset, &(struct iovec){(void *)data, length}, 1, done);
  return done;
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) { return pwrite64(fd, data, length, offset); }

ssize_t pwritev64v2(int fd, const struct iovec *parts, int count, off64_t offset, int flags) {
  ssize_t done = REAL(pwritev64v2)(fd, parts, count, offset, flags);
  written(fd, offset, parts, count, done);
  return done;
}

ssize_t send(int fd, const void *data, size_t length, int flags) {
  says(fd, &(struct iovec){(void *)data, length}, 1);
  return REAL(send)(fd, data, length, flags);
}

ssize_t sendto(int fd, const void *data, size_t length, int flags, const struct sockaddr *to, socklen_t size) {
  says(fd, &(struct iovec){(void *)data, length}, 1);
  return REAL(sendto)(fd, data, length, flags, to, size);
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags) {
  says(fd, message->msg_iov, (int)message->msg_iovlen);
  return REAL(sendmsg)(fd, message, flags);
}

ssize_t recv(int fd, void *data, size_t length, int flags) {
  ssize_t done = REAL(recv)(fd, data, length, flags);
  hears(fd, data, done);
  return done;
}

ssize_t recvfrom(int fd, void *data, size_t length, int flags, struct sockaddr *from, socklen_t *size) {
  ssize_t done = REAL(recvfrom)(fd, data, length, flags, from, size);
  hears(fd, data, done);
  return done;
}

static int synced(int fd, int (*sync)(int)) {
  char path[4096];
  const char *name = called(fd, path);
  if (name && !is_socket(name)) record(SYNC_BEGINS, fd, name, 0, "", 0);
  int done = sync(fd);
  if (done == 0 && name && !is_socket(name)) record(SYNC_ENDS, fd, name, 0, "", 0);
  return done;
}

int fsync(int fd) { return synced(fd, REAL(fsync)); }
int fdatasync(int fd) { return synced(fd, REAL(fdatasync)); }

int ftruncate64(int fd, off64_t length) {
  char path[4096];
  int done = REAL(ftruncate64)(fd, length);
  const char *name = done == 0 ? called(fd, path) : NULL;
  if (name) record(TRUNCATE, fd, name, length, "", 0);
  return done;
}

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

static int opened(int at, const char *given, int flags, mode_t mode) {
  char path[4096];
  const char *name = (flags & (O_CREAT | O_TRUNC)) ? named(at, given, path) : NULL;
  struct stat64 was;
  int kept = errno, is_new = name && fstatat64(at, given, &was, 0) < 0;
  errno = kept;
  int fd = (int)syscall(SYS_openat, at, given, flags | O_LARGEFILE, mode);
  if (fd >= 0 && name) {
    if (is_new) record(CREATE, fd, name, 0, "", 0);
    else if (flags & O_TRUNC) record(TRUNCATE, fd, name, 0, "", 0);
  }
  return fd;
}

#define OPENED(at)                                                 \
  va_list more;                                                    \
  va_start(more, flags);                                           \
  mode_t mode = (flags & (O_CREAT | __O_TMPFILE)) ? va_arg(more, mode_t) : 0; \
  va_end(more);                                                    \
  return opened(at, path, flags, mode)

int open(const char *path, int flags, ...) { OPENED(AT_FDCWD); }
int open64(const char *path, int flags, ...) { OPENED(AT_FDCWD); }
int openat(int at, const char *path, int flags, ...) { OPENED(at); }
int openat64(int at, const char *path, int flags, ...) { OPENED(at); }

static int unlinked(int at, const char *given, int flags) {
  char path[4096];
  const char *name = (flags & AT_REMOVEDIR) ? NULL : named(at, given, path);
  int done = REAL(unlinkat)(at, given, flags);
  if (done == 0 && name) record(UNLINK, -1, name, 0, "", 0);
  return done;
}

int unlink(const char *path) { return unlinked(AT_FDCWD, path, 0); }
int unlinkat(int at, const char *path, int flags) { return unlinked(at, path, flags); }

static int renamed(int from_at, const char *from, int to_at, const char *to) {
  char from_path[4096], to_path[4096];
  const char *old = named(from_at, from, from_path), *new = named(to_at, to, to_path);
  int done = REAL(renameat)(from_at, from, to_at, to);
  if (done == 0 && old && new) record(RENAME, -1, old, 0, new, strlen(new));
  return done;
}

int rename(const char *from, const char *to) { return renamed(AT_FDCWD, from, AT_FDCWD, to); }
int renameat(int from_at, const char *from, int to_at, const char *to) { return renamed(from_at, from, to_at, to); }
