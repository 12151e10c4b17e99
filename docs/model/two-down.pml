/*
 * Stop permits and the fence barrier, and nothing else: can two KMS of one service be down through us at once (I4)?
 *
 * Three member hosts, every one serving. `make model` searches every reachable state of each variant below; README.md beside this file
 * says what each stands for, what it shows, and what it cannot.
 *
 * -DAGENT   stops are carried out by each host's agent. Leaders, relay and clocks are in an attacker's hands: anything that can be sent is
 *           sent, in any order, again and again; permits are kept for ever; what is outstanding expires whenever that helps him.
 * -DAPI     stops are carried out by a service manager that a leader commands and that knows no fencing. Leaders are honest and may pause
 *           for ever anywhere; two believe that they lead.
 *
 * One protection is removed by one further -D (see the table in check.sh). -DWITNESS asks for the way in which every host is stopped and
 * serves again: a model in which nothing can happen would be safe, too.
 */

#define HOSTS 3
#ifndef ASKS
#define ASKS 2                       /* how often one host may ask; a nonce is 1..ASKS */
#endif

byte nonce[HOSTS];                   /* durable: the highest made */
byte ask[HOSTS];                     /* in memory: the nonce asked with, 0 if none lives */
byte permit[9];                      /* what the relay holds: permit[asker*HOSTS+giver] has bit n if that nonce was permitted */
bool begun[HOSTS];                   /* durable: "stop begun" */
bool effect[HOSTS];                  /* durable: the begun stop may have been asked for */
bool up[HOSTS] = true;
bool young[HOSTS];                   /* the living process was started after "stop begun" was made durable */
byte late[HOSTS];                    /* stops at large: a script, a job, a command; each ends whatever process lives then */
byte fence[HOSTS];                   /* durable: the highest epoch fenced with */
#ifdef WITNESS
bool turned[HOSTS];
#endif

#define DOWN ((!up[0]) + (!up[1]) + (!up[2]))
#define OTHER1(h) ((h + 1) % HOSTS)
#define OTHER2(h) ((h + 2) % HOSTS)
#define HAS(h, k) (permit[(h) * HOSTS + (k)] & (1 << ask[h]))

#if defined(NO_PERMITS)
#define PERMITTED(h) true
#elif defined(ONE_PERMIT_ENOUGH)
#define PERMITTED(h) (ask[h] && (HAS(h, OTHER1(h)) || HAS(h, OTHER2(h))))
#elif defined(ANY_NONCE)
#define PERMITTED(h) (ask[h] && permit[(h) * HOSTS + OTHER1(h)] && permit[(h) * HOSTS + OTHER2(h)])
#else
#define PERMITTED(h) (ask[h] && HAS(h, OTHER1(h)) && HAS(h, OTHER2(h)))
#endif

inline make_ask(h) {
  atomic { !begun[h] && nonce[h] < ASKS -> nonce[h]++; ask[h] = nonce[h] }
}

/* An ask is kept by the relay for ever, so any nonce ever made can be permitted, now or much later. */
inline give(k, h, n) {
  atomic {
#ifdef PERMIT_WHILE_BEGUN
    n <= nonce[h] ->
#else
    !begun[k] && n <= nonce[h] ->
#endif
    permit[h * HOSTS + k] = permit[h * HOSTS + k] | (1 << n);
#ifndef GIVING_KEEPS_OWN_ASK
    ask[k] = 0
#endif
  }
}

inline begin(h) {
  atomic { !begun[h] && PERMITTED(h) -> begun[h] = true; effect[h] = false; young[h] = false; ask[h] = 0 }
}

/* The stop is asked for. Whoever leads may ask again for a stop that was begun, without new permits. */
inline order(h) {
  atomic { begun[h] && late[h] < 2 -> effect[h] = true; late[h]++ }
}

inline strike(h) {
  atomic { late[h] > 0 -> late[h]--; up[h] = false; young[h] = false; assert(DOWN <= 1) }
}

inline start(h) {
  atomic { !up[h] -> up[h] = true; young[h] = begun[h] }
}

/* A process that started after the record serves: the begun stop is over. */
inline ends(h) {
#ifdef WITNESS
  atomic { begun[h] && up[h] && young[h] && late[h] == 0 -> begun[h] = false; young[h] = false; turned[h] = true;
           assert(!(turned[0] && turned[1] && turned[2])) }
#elif defined(AGENT) && !defined(LATE_STOP_IGNORED)
  atomic { begun[h] && up[h] && young[h] && late[h] == 0 -> begun[h] = false; young[h] = false }
#else
  atomic { begun[h] && up[h] && young[h] -> begun[h] = false; young[h] = false }
#endif
}

inline withdraw(h) {
#ifdef WITHDRAW_ANY_TIME
  atomic { begun[h] -> begun[h] = false }
#else
  atomic { begun[h] && !effect[h] -> begun[h] = false }
#endif
}

inline crash(h) {
  atomic {
    ask[h] = 0;
#ifdef NONCE_FORGOTTEN
    nonce[h] = 0;
#endif
#ifdef BEGUN_FORGOTTEN
    begun[h] = false
#endif
  }
}

#ifdef AGENT
active proctype attacker() {
  do
  :: make_ask(0) :: make_ask(1) :: make_ask(2)
  :: give(1, 0, 1) :: give(2, 0, 1) :: give(1, 0, 2) :: give(2, 0, 2)
  :: give(0, 1, 1) :: give(2, 1, 1) :: give(0, 1, 2) :: give(2, 1, 2)
  :: give(0, 2, 1) :: give(1, 2, 1) :: give(0, 2, 2) :: give(1, 2, 2)
#if ASKS > 2
  :: give(1, 0, 3) :: give(2, 0, 3) :: give(0, 1, 3) :: give(2, 1, 3) :: give(0, 2, 3) :: give(1, 2, 3)
#endif
  :: begin(0) :: begin(1) :: begin(2)
  :: order(0) :: order(1) :: order(2)
  :: strike(0) :: strike(1) :: strike(2)
  :: start(0) :: start(1) :: start(2)
  :: ends(0) :: ends(1) :: ends(2)
  :: withdraw(0) :: withdraw(1) :: withdraw(2)
  :: crash(0) :: crash(1) :: crash(2)
  od
}
#endif

#ifdef API
byte leads = 1;                      /* the epoch on record: a write under another one fails */
byte posting;                        /* the leader that checked and is about to post a stop, 0 if none */

/* An agent hears a leader: the first word of a higher epoch raises the fence, a lower one is refused. */
#define HEARD(h) (fence[h] <= me)
#define SETTLED (posting != 1 && late[0] == 0 && late[1] == 0 && late[2] == 0)

inline barrier() {
#ifndef NO_BARRIER
  atomic { fence[0] = me }
  atomic { fence[1] = me }
  atomic { fence[2] = me }
#ifndef BARRIER_DOES_NOT_WAIT
  SETTLED
#endif
#else
  skip
#endif
}

/* A leader's honest request to a host; refused by one that was fenced with a higher epoch, and then this leader is at its end. */
inline asked(h) {
  if
  :: atomic { HEARD(h) && !begun[h] && nonce[h] < ASKS -> fence[h] = me; nonce[h]++; ask[h] = nonce[h] }
  :: !HEARD(h) -> goto over
  fi
}

inline given(k, h) {
  if
  :: atomic { HEARD(k) && !begun[k] -> fence[k] = me; permit[h * HOSTS + k] = permit[h * HOSTS + k] | (1 << nonce[h]); ask[k] = 0 }
  :: !HEARD(k) -> goto over
  fi
}

inline begun_by(h) {
  if
  :: atomic { HEARD(h) && !begun[h] && PERMITTED(h) -> begun[h] = true; young[h] = false; ask[h] = 0 }
  :: !HEARD(h) -> goto over
  fi
}

/* The intent is on record while this leader's epoch is; then comes the command, however late: nobody can refuse it. */
inline posted(h) {
  if
  :: atomic { up[h] && leads == me && posting == 0 -> posting = me };
     if
     :: atomic { late[h]++; posting = 0 }
     :: posting = 0; goto over       /* it woke, and saw that its time was over */
     fi;
     !up[h]
  :: !up[h]
  :: leads != me -> goto over
  fi
}

/* One host: permits, "stop begun", the command, start, serves. A stop that somebody else began is finished without new permits. */
inline cycle(h) {
  if
  :: atomic { begun[h] && HEARD(h) -> fence[h] = me }
  :: else -> asked(h); given(OTHER1(h), h); given(OTHER2(h), h); begun_by(h)
  fi;
  posted(h);
  start(h);
  ends(h)
}

proctype leader(byte me) {
  if
  :: me == 1
  :: atomic { me == 2 -> leads = 2 }; barrier()
  fi;
  do
  :: true -> cycle(0)
  :: true -> cycle(1)
  :: true -> cycle(2)
  od;
over: skip
}

active proctype manager() {
  do
  :: strike(0) :: strike(1) :: strike(2)
  od
}

init {
  fence[0] = 1; fence[1] = 1; fence[2] = 1;
  atomic { run leader(1); run leader(2) }
}
#endif
