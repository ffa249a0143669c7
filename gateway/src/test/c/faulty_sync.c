// Loaded into a process before libc (LD_PRELOAD): counts its fsync and fdatasync calls over all
// threads, and at the one that it is told ends the process or lets the call fail. strace can inject
// such faults too, but counts each thread for itself, so that "the N-th" is no place in a program
// with several threads.
//
//   FAULT_LOG     a file that gets a line for each call: number, what came of it, path
//   FAULT_AT      the number of the call that meets the fault; none when not set
//   FAULT_KIND    "kill": SIGKILL before the call; a number: the call fails with that errno
//   FAULT_IMAGES  a folder that gets what each call makes durable, see `keep`; none when not set
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int calls;

static void stop(const char *why) {
  perror(why);
  abort();
}

static void path_of(int fd, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  path[length < 0 ? 0 : length] = 0;
}

static void note(int number, const char *what, const char *path) {
  const char *log = getenv("FAULT_LOG");
  if (log == NULL) return;
  char line[PATH_MAX + 64];
  int length = snprintf(line, sizeof line, "%d %s %s\n", number, what, path);
  int out = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (out < 0 || write(out, line, length) != length || close(out) != 0) stop("FAULT_LOG");
}

static int create(const char *folder, int number, const char *kind, ino_t inode) {
  char name[PATH_MAX];
  snprintf(name, sizeof name, "%s/%d.%s.%lu", folder, number, kind, (unsigned long)inode);
  int out = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (out < 0) stop(name);
  return out;
}

static void copy(int from, int out) {
  char block[1 << 16];
  off_t at = 0;
  ssize_t count;
  while ((count = pread(from, block, sizeof block, at)) > 0) {
    if (write(out, block, count) != count) stop("FAULT_IMAGES");
    at += count;
  }
  if (count < 0) stop("FAULT_IMAGES");
}

// A file: its octets. A folder: a line for each entry: d or f, inode, name. Read before the call,
// so that nothing is kept that came too late for it.
static void keep(int number, int fd, const char *path) {
  const char *folder = getenv("FAULT_IMAGES");
  struct stat about;
  if (folder == NULL || fstat(fd, &about) != 0) return;
  if (S_ISDIR(about.st_mode)) {
    int out = create(folder, number, "folder", about.st_ino);
    DIR *entries = opendir(path);
    if (entries == NULL) stop(path);
    struct dirent *entry;
    while ((entry = readdir(entries)) != NULL) {
      if (entry->d_type != DT_DIR && entry->d_type != DT_REG) continue;
      if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
      dprintf(out, "%c %lu %s\n", entry->d_type == DT_DIR ? 'd' : 'f',
              (unsigned long)entry->d_ino, entry->d_name);
    }
    closedir(entries);
    close(out);
    return;
  }
  int out = create(folder, number, "file", about.st_ino);
  if ((fcntl(fd, F_GETFL) & O_ACCMODE) == O_WRONLY) {
    // Only these are opened anew: closing a second descriptor would drop the locks of SQLite.
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    int again = open(link, O_RDONLY | O_CLOEXEC);
    if (again < 0) stop(path);
    copy(again, out);
    close(again);
  } else {
    copy(fd, out);
  }
  close(out);
  dup(fd); // never closed: so no other file gets this inode
}

static int sync_or_fault(long call, int fd) {
  char path[PATH_MAX];
  path_of(fd, path);
  const char *at = getenv("FAULT_AT");
  const char *kind = getenv("FAULT_KIND");
  pthread_mutex_lock(&lock);
  int number = ++calls;
  if (at != NULL && kind != NULL && number == atoi(at)) {
    note(number, "fault", path);
    if (strcmp(kind, "kill") == 0) {
      kill(getpid(), SIGKILL);
      pause();
    }
    pthread_mutex_unlock(&lock);
    errno = atoi(kind);
    return -1;
  }
  note(number, "done", path);
  keep(number, fd, path);
  int result = (int)syscall(call, fd);
  int error = errno;
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}

int fsync(int fd) { return sync_or_fault(SYS_fsync, fd); }

int fdatasync(int fd) { return sync_or_fault(SYS_fdatasync, fd); }
