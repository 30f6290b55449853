/* Lets calls of the system fail in the process that asks for it, or kill it, and writes down what
   it calls. Each watched call is trapped by a filter of seccomp, and made again from the handler
   of the trap; a sixth argument, which none of them has, says that it comes from there. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

enum { OURS = 0x71e11e5, KILL = -1, MANY = 512, ROOM = 1 << 22 };

struct watched {
    const char *name;
    int number;
    char form; /* d: descriptor; a: folder and path; p: path; q: two paths */
} CALLS[] = {
    {"newfstatat", SYS_newfstatat, 'a'}, {"openat", SYS_openat, 'a'},
    {"fcntl", SYS_fcntl, 'd'},           {"flock", SYS_flock, 'd'},
    {"read", SYS_read, 'd'},             {"pread64", SYS_pread64, 'd'},
    {"write", SYS_write, 'd'},           {"pwrite64", SYS_pwrite64, 'd'},
    {"getdents64", SYS_getdents64, 'd'}, {"ftruncate", SYS_ftruncate, 'd'},
    {"fsync", SYS_fsync, 'd'},           {"fdatasync", SYS_fdatasync, 'd'},
    {"fchown", SYS_fchown, 'd'},         {"fchmod", SYS_fchmod, 'd'},
    {"statfs", SYS_statfs, 'p'},         {"access", SYS_access, 'p'},
    {"unlink", SYS_unlink, 'p'},         {"rmdir", SYS_rmdir, 'p'},
    {"mkdir", SYS_mkdir, 'p'},           {"chmod", SYS_chmod, 'p'},
    {"readlink", SYS_readlink, 'p'},     {"link", SYS_link, 'q'},
    {"rename", SYS_rename, 'q'},         {"symlink", SYS_symlink, 'q'},
};
enum { COUNT = sizeof CALLS / sizeof *CALLS };

static int place_of[MANY], counted[COUNT], from[COUNT], until[COUNT], fault[COUNT];
static int watching, hits;
static size_t length;
static char trace[ROOM];

static void note(const struct watched *call, const long *given) {
    char line[9000], path[4000] = "", link[40];
    long first = given[0];
    if (call->form == 'd' || (call->form == 'a' && (int)first != AT_FDCWD)) {
        snprintf(link, sizeof link, "/proc/self/fd/%d", (int)first);
        syscall(SYS_readlink, link, path, sizeof path - 1, 0, 0, OURS);
    }
    int size = 0, room = sizeof line;
    if (call->form == 'd')
        size = snprintf(line, room, "%s(%d<%s>)\n", call->name, (int)first, path);
    else if (call->form == 'a' && (int)first == AT_FDCWD)
        size = snprintf(line, room, "%s(AT_FDCWD, \"%s\"", call->name, (char *)given[1]);
    else if (call->form == 'a')
        size = snprintf(line, room, "%s(%d<%s>, \"%s\"", call->name, (int)first, path, (char *)given[1]);
    else if (call->form == 'p')
        size = snprintf(line, room, "%s(\"%s\")\n", call->name, (char *)first);
    else
        size = snprintf(line, room, "%s(\"%s\", \"%s\")\n", call->name, (char *)first, (char *)given[1]);
    if (call->form == 'a')
        size += snprintf(line + size, room - size, "%s)\n",
                         call->number == SYS_openat && given[2] & O_CREAT ? ", O_CREAT" : "");
    for (int at = 0; at < size && length < ROOM - 1; at++) trace[length++] = line[at];
}

static void trapped(int signal, siginfo_t *info, void *context) {
    (void)signal;
    greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
    long given[] = {registers[REG_RDI], registers[REG_RSI], registers[REG_RDX],
                    registers[REG_R10], registers[REG_R8]};
    int before = errno, place = place_of[info->si_syscall];
    if (watching) {
        counted[place]++;
        note(&CALLS[place], given);
        if (counted[place] >= from[place] && counted[place] <= until[place]) {
            hits++;
            if (fault[place] == KILL) kill(getpid(), SIGKILL);
            registers[REG_RAX] = -fault[place];
            return;
        }
    }
    long made = syscall(info->si_syscall, given[0], given[1], given[2], given[3], given[4], OURS);
    registers[REG_RAX] = made == -1 ? -errno : made;
    errno = before;
}

/* Trap calls from now on, for as long as this process lives; 0 if it can be done. */
int start(void) {
    struct sock_filter filter[COUNT + 6];
    int at = 0;
    struct sock_filter number = BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    filter[at++] = number;
    for (int place = 0; place < COUNT; place++) {
        struct sock_filter one = BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, CALLS[place].number, COUNT - place, 0);
        filter[at++] = one;
        place_of[CALLS[place].number] = place;
    }
    struct sock_filter rest[] = {
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[5])),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OURS, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP),
    };
    for (size_t one = 0; one < sizeof rest / sizeof *rest; one++) filter[at++] = rest[one];
    struct sock_fprog program = {at, filter};
    struct sigaction action = {.sa_sigaction = trapped, .sa_flags = SA_SIGINFO | SA_NODEFER};
    if (sigaction(SIGSYS, &action, 0) || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) return -1;
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

/* Count calls from now on, with none of them at fault yet. */
void watch(void) {
    for (int place = 0; place < COUNT; place++) counted[place] = from[place] = until[place] = 0;
    hits = 0;
    length = 0;
    watching = 1;
}

/* Let the calls of a name fail from the how-manieth to the how-manieth; -1 if it is not watched. */
int let_fail(int number, int first, int last, int error) {
    if (number < 0 || number >= COUNT) return -1;
    from[number] = first;
    until[number] = last;
    fault[number] = error;
    return 0;
}

/* Let all calls be as they are; how many failed. */
int stop(void) {
    watching = 0;
    return hits;
}

const char *name_of(int place) { return place < COUNT ? CALLS[place].name : 0; }
const char *seen(void) {
    trace[length] = 0;
    return trace;
}
