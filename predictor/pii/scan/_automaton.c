/* The automaton of all gates: a deterministic one that is made while texts are read, as far as they need it.
 *
 * predictor/pii/scan/automaton.py turns patterns into positions. A position stands for a character of a pattern: it has a set of
 * character classes, and what may follow it: other positions, or the end of its pattern, which is a gate. A state of the automaton
 * is the set of positions at which the patterns can be behind what was read, and of the gates that have opened (McNaughton and
 * Yamada's construction, Glushkov's positions). Ten characters at each place are read without a branch, two at a time, and
 * what is dead is left out in between: nearly all places end within ten, many within two, and a processor guesses badly how soon.
 *
 * All of this runs under the interpreter's lock, which is given away now and then, when no state is looked at.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

enum {
    UNKNOWN = 0, /* the row of transitions not made yet */
    DEAD = 1,    /* the state from which no gate can open, with none opened */
    STARTS = 3,  /* at the text's beginning, behind a word's character, behind any other */
    MOST_STATES = 32768, /* then all are made anew; a state takes two bytes for each class */
    BUCKETS = 65536,
    MOST_GATES = 512,
    WORDS = MOST_GATES / 64,
    REACH = 200,  /* characters that a gate may need to open, so that the time is linear in the text */
    AHEAD = 2,    /* characters that are read at each place without a branch, */
    READ_ON = 5,  /* so many times */
    BLOCK = 512,  /* places read at once */
    TURN = 16,    /* blocks read, or hits asked for, before the lock is given away */
    NOT_YET = -1, /* in `opened`: patterns go on */
    AGAIN = -2,   /* the states were made anew: the place must be read again */
    FAILED = -3   /* an exception is set */
};

typedef struct {
    int32_t *items;
    Py_ssize_t size, room;
} Ints;

static int push(Ints *ints, int32_t item) {
    if (ints->size == ints->room) {
        Py_ssize_t room = ints->room ? 2 * ints->room : 256;
        int32_t *items = PyMem_Realloc(ints->items, room * sizeof(int32_t));
        if (!items) {
            PyErr_NoMemory();
            return FAILED;
        }
        ints->items = items;
        ints->room = room;
    }
    ints->items[ints->size++] = item;
    return 0;
}

typedef struct {
    uint64_t bits[WORDS];
} GateSet;

static int holds(const GateSet *set, int gate) { return set->bits[gate / 64] >> (gate % 64) & 1; }

static void insert(GateSet *set, int gate) { set->bits[gate / 64] |= (uint64_t)1 << (gate % 64); }

typedef struct {
    PyObject_HEAD
    /* What automaton.py made. Classes are numbered from 0, the last one is the end of the text. */
    Py_buffer plane, above, above_class, members, set_of, gate_of, follow_at, follow, word;
    int classes, positions, gates, stop;
    /* The states: transitions, the number of the set of gates of a finished one, and what each is made of. */
    uint16_t *next;
    uint16_t *start; /* by the class of the character before; one more for the text's beginning */
    int32_t *opened;
    int states, room;
    Ints keys; /* of each state: its gates as int32, then its positions in order */
    Py_ssize_t *key_at;
    uint16_t *buckets;
    /* The sets of gates that opened somewhere, kept when states are made anew. */
    GateSet *sets;
    int set_count, set_room;
    /* Scratch for one transition. */
    Ints reached;
    uint32_t *seen;
    uint32_t round;
    uint32_t made; /* how often the states were made anew: one that was read before means another then */
} Automaton;

#define ITEMS(automaton, field, type) ((const type *)(automaton)->field.buf)

/* The number of a set of gates. */
static int set_number(Automaton *self, const GateSet *set) {
    for (int number = 0; number < self->set_count; number++)
        if (!memcmp(&self->sets[number], set, sizeof(GateSet))) return number;
    if (self->set_count == self->set_room) {
        int room = 2 * self->set_room;
        GateSet *sets = room > UINT16_MAX ? NULL : PyMem_Realloc(self->sets, room * sizeof(GateSet));
        if (!sets) {
            PyErr_NoMemory();
            return FAILED;
        }
        self->sets = sets;
        self->set_room = room;
    }
    self->sets[self->set_count] = *set;
    return self->set_count++;
}

static uint32_t hash_of(const int32_t *items, Py_ssize_t size) {
    uint32_t hash = 2166136261u; /* FNV-1a over int32 */
    for (Py_ssize_t i = 0; i < size; i++) hash = (hash ^ (uint32_t)items[i]) * 16777619u;
    return hash ^ hash >> 15;
}

static int enough_rows(Automaton *self) {
    if (self->states < self->room) return 0;
    int room = self->room ? 2 * self->room : 256;
    uint16_t *next = PyMem_Realloc(self->next, (size_t)room * self->classes * sizeof(uint16_t));
    if (next) self->next = next;
    int32_t *opened = PyMem_Realloc(self->opened, room * sizeof(int32_t));
    if (opened) self->opened = opened;
    Py_ssize_t *key_at = PyMem_Realloc(self->key_at, (room + 1) * sizeof(Py_ssize_t));
    if (key_at) self->key_at = key_at;
    if (!next || !opened || !key_at) {
        PyErr_NoMemory();
        return FAILED;
    }
    self->room = room;
    return 0;
}

/* A new state with the key that stands at the end of `keys`; a finished one leads to itself. */
static int add_state(Automaton *self, const GateSet *gates, int finished) {
    if (enough_rows(self) < 0) return FAILED;
    int state = self->states, number = finished ? set_number(self, gates) : NOT_YET;
    if (number == FAILED) return FAILED;
    uint16_t *row = self->next + (size_t)state * self->classes;
    for (int class = 0; class < self->classes; class++) row[class] = finished ? state : UNKNOWN;
    self->opened[state] = number;
    self->key_at[state + 1] = self->keys.size;
    self->states++;
    return state;
}

static int compare(const void *one, const void *other) {
    int32_t a = *(const int32_t *)one, b = *(const int32_t *)other;
    return (a > b) - (a < b);
}

static int push_key(Automaton *self, const GateSet *gates) {
    int32_t halves[2 * WORDS];
    memcpy(halves, gates, sizeof(halves));
    for (int half = 0; half < 2 * WORDS; half++)
        if (push(&self->keys, halves[half]) < 0) return FAILED;
    for (Py_ssize_t i = 0; i < self->reached.size; i++) {
        int32_t position = self->reached.items[i];
        if (!holds(gates, ITEMS(self, gate_of, int32_t)[position]) && push(&self->keys, position) < 0) return FAILED;
    }
    return 0;
}

/* The state of the positions in `reached` and of the gates opened so far. */
static int intern(Automaton *self, const GateSet *gates) {
    if (self->reached.size) qsort(self->reached.items, self->reached.size, sizeof(int32_t), compare);
    Py_ssize_t begin = self->keys.size;
    if (push_key(self, gates) < 0) return FAILED;
    const int32_t *key = self->keys.items + begin;
    Py_ssize_t size = self->keys.size - begin;
    uint32_t bucket = hash_of(key, size) % BUCKETS;
    for (int known; (known = self->buckets[bucket]); bucket = (bucket + 1) % BUCKETS) {
        Py_ssize_t at = self->key_at[known];
        if (self->key_at[known + 1] - at == size && !memcmp(self->keys.items + at, key, size * sizeof(int32_t))) {
            self->keys.size = begin;
            return known;
        }
    }
    int state = add_state(self, gates, size == 2 * WORDS);
    if (state > 0) self->buckets[bucket] = (uint16_t)state;
    return state;
}

/* What may follow `position` joins `reached` and `gates`. */
static int reach(Automaton *self, int position, GateSet *gates) {
    const int32_t *follow = ITEMS(self, follow, int32_t);
    int end = ITEMS(self, follow_at, int32_t)[position + 1];
    for (int i = ITEMS(self, follow_at, int32_t)[position]; i < end; i++) {
        int32_t next = follow[i];
        if (next < 0) {
            insert(gates, -1 - next);
        } else if (self->seen[next] != self->round) {
            self->seen[next] = self->round;
            if (push(&self->reached, next) < 0) return FAILED;
        }
    }
    return 0;
}

static void begin_round(Automaton *self) {
    self->reached.size = 0;
    if (!++self->round) {
        memset(self->seen, 0, self->positions * sizeof(uint32_t));
        self->round = 1;
    }
}

/* Throws all states away and makes those in which reading begins. */
static int make_anew(Automaton *self) {
    static const GateSet none;
    self->made++;
    self->states = 0;
    self->keys.size = 0;
    memset(self->buckets, 0, BUCKETS * sizeof(uint16_t));
    if (enough_rows(self) < 0) return FAILED;
    self->key_at[0] = 0;
    if (add_state(self, &none, 0) != UNKNOWN) return FAILED;
    begin_round(self);
    if (intern(self, &none) != DEAD) return FAILED;
    int starts[STARTS];
    for (int context = 0; context < STARTS; context++) {
        GateSet gates = none;
        begin_round(self);
        if (reach(self, self->positions + context, &gates) < 0) return FAILED;
        if ((starts[context] = intern(self, &gates)) < 0) return FAILED;
    }
    for (int class = 0; class < self->classes; class++)
        self->start[class] = starts[ITEMS(self, word, uint8_t)[class] ? 1 : 2];
    self->start[self->classes] = starts[0];
    return 0;
}

/* The state behind `state` and a character of `class`, or AGAIN where there were too many states. */
static int step(Automaton *self, int state, int class) {
    if (self->states >= MOST_STATES) return make_anew(self) < 0 ? FAILED : AGAIN;
    GateSet gates;
    begin_round(self);
    memcpy(&gates, self->keys.items + self->key_at[state], sizeof(GateSet));
    for (Py_ssize_t i = self->key_at[state] + 2 * WORDS; i < self->key_at[state + 1]; i++) {
        int32_t position = self->keys.items[i];
        size_t set = ITEMS(self, set_of, int32_t)[position];
        if (ITEMS(self, members, uint8_t)[set * self->classes + class] && reach(self, position, &gates) < 0) return FAILED;
    }
    int target = intern(self, &gates);
    if (target > 0) self->next[(size_t)state * self->classes + class] = (uint16_t)target;
    return target;
}

static uint16_t class_above(const Automaton *self, uint32_t character) {
    const uint32_t *from = ITEMS(self, above, uint32_t);
    Py_ssize_t low = 0, high = self->above.len / (Py_ssize_t)sizeof(uint32_t);
    while (high - low > 1) {
        Py_ssize_t middle = (low + high) / 2;
        if (from[middle] <= character) low = middle;
        else high = middle;
    }
    return ITEMS(self, above_class, uint16_t)[low];
}

/* Characters as their classes: those of a whole text (`codes`), or of a text's characters before `end` while they are read. */
typedef struct {
    const uint16_t *codes;
    PyObject *text;
    Py_ssize_t end;
} Source;

/* The class of a character, the end's from the source's end on. */
static inline Py_ALWAYS_INLINE int class_at(const Automaton *self, Source source, Py_ssize_t place) {
    if (source.codes) return source.codes[place];
    if (place >= source.end) return self->classes - 1;
    Py_UCS4 character = PyUnicode_READ_CHAR(source.text, place);
    return character < 0x10000 ? ITEMS(self, plane, uint16_t)[character] : class_above(self, character);
}

/* The number of the set of gates that open at `place`, behind a character of the class `before`; no more than REACH are read. `read`
 * characters led to `state`. */
static inline Py_ALWAYS_INLINE int gates_from(Automaton *self, Source source, Py_ssize_t place, int before, int state, int read) {
    for (; self->opened[state] == NOT_YET; read++) {
        int class = read < REACH ? class_at(self, source, place + read) : self->classes - 1;
        int target = self->next[(size_t)state * self->classes + class];
        if (target == UNKNOWN && (target = step(self, state, class)) < 0) {
            if (target == FAILED) return FAILED;
            target = self->start[before]; /* the states were made anew */
            read = -1;
        }
        state = target;
    }
    return self->opened[state];
}

static inline Py_ALWAYS_INLINE int gates_at(Automaton *self, Source source, Py_ssize_t place, int before) {
    return gates_from(self, source, place, before, self->start[before], 0);
}

/* The same in a whole text, from the state that the first characters led to, which may be UNKNOWN; not inlined, so that the loop over
 * all places stays small. */
static int gates_in(Automaton *self, const uint16_t *codes, Py_ssize_t place, int state) {
    int before = codes[place - 1];
    if (state == UNKNOWN) return gates_at(self, (Source){.codes = codes}, place, before);
    return gates_from(self, (Source){.codes = codes}, place, before, state, READ_ON * AHEAD);
}

typedef struct {
    uint32_t place;
    int32_t here; /* the number of the set of gates that open there */
} Hit;

typedef struct {
    PyObject_HEAD
    Automaton *automaton;
    uint16_t *codes; /* the classes of the text's characters, with its beginning before them */
    Hit *hits;
    Py_ssize_t size, room, cursor;
    char stopped;
    unsigned char asked;
} Hits;

static int add_hit(Hits *hits, Py_ssize_t place, int here) {
    if (hits->size == hits->room) {
        Py_ssize_t room = hits->room ? 2 * hits->room : 8;
        Hit *items = PyMem_Realloc(hits->hits, room * sizeof(Hit));
        if (!items) {
            PyErr_NoMemory();
            return FAILED;
        }
        hits->hits = items;
        hits->room = room;
    }
    hits->hits[hits->size++] = (Hit){(uint32_t)place, here};
    return 0;
}

/* Looks closer at a place at which a gate may open. */
static int read_place(Automaton *self, const uint16_t *code, Py_ssize_t place, int state, int stops, Hits *hits) {
    int here = gates_in(self, code, place, state);
    if (here < 0) return FAILED;
    if (!here) return 0;
    if (stops && holds(&self->sets[here], self->stop)) {
        hits->stopped = 1;
        return 0;
    }
    return add_hit(hits, place, here);
}

typedef struct {
    uint16_t place, state;
} Run;

/* The state AHEAD characters further on. */
static inline Py_ALWAYS_INLINE size_t ahead_of(const uint16_t *next, size_t classes, size_t state, const uint16_t *here) {
    for (int ahead = 0; ahead < AHEAD; ahead++) state = next[state * classes + here[ahead]];
    return state;
}

/* Reads the first AHEAD characters at each of `count` places from `code` on, without a branch; how many runs live. */
static int read_first(const Automaton *self, const uint16_t *code, Run *runs, int count) {
    const uint16_t *next = self->next, *start = self->start;
    const size_t classes = self->classes;
    int living = 0;
    for (int place = 0; place < count; place++) {
        size_t state = ahead_of(next, classes, start[code[place - 1]], code + place);
        runs[living] = (Run){(uint16_t)place, (uint16_t)state};
        living += state != DEAD;
    }
    return living;
}

/* Reads on by AHEAD characters; how many runs still live. */
static int read_on(const Automaton *self, const uint16_t *code, Run *runs, int count) {
    const uint16_t *next = self->next;
    const size_t classes = self->classes;
    int living = 0;
    for (int i = 0; i < count; i++) {
        Run run = runs[i];
        size_t state = ahead_of(next, classes, run.state, code + run.place);
        runs[living] = (Run){run.place, (uint16_t)state};
        living += state != DEAD;
    }
    return living;
}

/* Reads `count` places from `code` on, fewer where reading is to stop. `at` is where `code` stands in the text. */
static int read_block(Automaton *self, const uint16_t *code, Py_ssize_t at, int count, int stops, Hits *hits) {
    Run runs[BLOCK];
    int living = read_first(self, code, runs, count);
    for (int read = 1; read < READ_ON; read++) living = read_on(self, code + read * AHEAD, runs, living);
    uint32_t made = self->made;
    for (int i = 0; i < living && !hits->stopped; i++) {
        int state = self->made == made ? runs[i].state : UNKNOWN;
        if (read_place(self, code - at, at + runs[i].place, state, stops, hits) < 0) return FAILED;
    }
    return 0;
}

/* The classes of a text's characters, with the text's beginning before them and its end behind them. */
static uint16_t *classes_of(const Automaton *self, PyObject *text, Py_ssize_t size) {
    uint16_t *codes = PyMem_Malloc((size + 1 + READ_ON * AHEAD) * sizeof(uint16_t));
    if (!codes) {
        PyErr_NoMemory();
        return NULL;
    }
    const uint16_t *plane = ITEMS(self, plane, uint16_t);
    const void *data = PyUnicode_DATA(text);
    uint16_t *code = codes;
    *code++ = (uint16_t)self->classes;
    switch (PyUnicode_KIND(text)) {
    case PyUnicode_1BYTE_KIND:
        for (Py_ssize_t i = 0; i < size; i++) *code++ = plane[((const Py_UCS1 *)data)[i]];
        break;
    case PyUnicode_2BYTE_KIND:
        for (Py_ssize_t i = 0; i < size; i++) *code++ = plane[((const Py_UCS2 *)data)[i]];
        break;
    default:
        for (Py_ssize_t i = 0; i < size; i++) {
            Py_UCS4 character = ((const Py_UCS4 *)data)[i];
            *code++ = character < 0x10000 ? plane[character] : class_above(self, character);
        }
    }
    for (int i = 0; i < READ_ON * AHEAD; i++) *code++ = (uint16_t)(self->classes - 1);
    return codes;
}

/* Lets other threads run. */
static void give_way(void) {
    Py_BEGIN_ALLOW_THREADS;
    Py_END_ALLOW_THREADS;
}

PyDoc_STRVAR(give_way_doc, "give_way(): lets other threads run, because compiled loops keep the interpreter's lock.");

static PyObject *module_give_way(PyObject *module, PyObject *nothing) {
    give_way();
    Py_RETURN_NONE;
}

static PyMethodDef functions[] = {
    {"give_way", module_give_way, METH_NOARGS, give_way_doc},
    {NULL, NULL, 0, NULL},
};

static PyTypeObject HitsType;

PyDoc_STRVAR(read_doc, "read(text, stops): the Hits of a text. With ``stops`` reading ends where the gate ``stop`` opens.");

static PyObject *automaton_read(Automaton *self, PyObject *const *arguments, Py_ssize_t count) {
    if (count != 2 || !PyUnicode_Check(arguments[0])) {
        PyErr_SetString(PyExc_TypeError, "read takes a text and whether to stop");
        return NULL;
    }
    Py_ssize_t size = PyUnicode_GET_LENGTH(arguments[0]);
    if (size >= UINT32_MAX) {
        PyErr_SetString(PyExc_OverflowError, "the text is too long");
        return NULL;
    }
    Hits *hits = PyObject_New(Hits, &HitsType);
    if (!hits) return NULL;
    hits->automaton = (Automaton *)Py_NewRef(self);
    hits->codes = classes_of(self, arguments[0], size);
    hits->hits = NULL;
    hits->size = hits->room = hits->cursor = 0;
    hits->stopped = hits->asked = 0;
    Py_ssize_t place = hits->codes ? 0 : FAILED;
    int stops = arguments[1] == Py_True;
    for (int block = 1; place >= 0 && place < size && !hits->stopped; block++) {
        int count = (int)Py_MIN(BLOCK, size - place);
        place = read_block(self, hits->codes + 1 + place, place, count, stops, hits) < 0 ? FAILED : place + count;
        if (block % TURN == 0) give_way();
    }
    if (place < 0) Py_CLEAR(hits);
    return (PyObject *)hits;
}

static int text_and_places(PyObject *const *arguments, Py_ssize_t count, Py_ssize_t *places, Py_ssize_t most) {
    if (count != most + 1 || !PyUnicode_Check(arguments[0])) {
        PyErr_Format(PyExc_TypeError, "a text and %zd of its places are needed", most);
        return FAILED;
    }
    for (Py_ssize_t i = 0; i < most; i++) {
        places[i] = PyLong_AsSsize_t(arguments[i + 1]);
        if (places[i] == -1 && PyErr_Occurred()) return FAILED;
        places[i] = Py_MAX(0, Py_MIN(places[i], PyUnicode_GET_LENGTH(arguments[0])));
    }
    return 0;
}

PyDoc_STRVAR(opens_doc, "opens(text, low, high): whether any gate opens in text[low:high], which is read as a text of its own.");

static PyObject *automaton_opens(Automaton *self, PyObject *const *arguments, Py_ssize_t count) {
    Py_ssize_t places[2];
    if (text_and_places(arguments, count, places, 2) < 0) return NULL;
    Source window = {.text = arguments[0], .end = places[1]};
    int before = self->classes;
    for (Py_ssize_t place = places[0]; place < places[1]; place++) {
        int class = class_at(self, window, place);
        if (self->next[(size_t)self->start[before] * self->classes + class] != DEAD) {
            int opened = gates_at(self, window, place, before);
            if (opened) return opened < 0 ? NULL : Py_NewRef(Py_True);
        }
        before = class;
    }
    Py_RETURN_FALSE;
}

PyDoc_STRVAR(at_doc, "at(text, place): the number of the set of gates that open at a place; 0 where none does.");

static PyObject *automaton_at(Automaton *self, PyObject *const *arguments, Py_ssize_t count) {
    Py_ssize_t place;
    if (text_and_places(arguments, count, &place, 1) < 0) return NULL;
    Source whole = {.text = arguments[0], .end = PyUnicode_GET_LENGTH(arguments[0])};
    int before = place ? class_at(self, whole, place - 1) : self->classes;
    int opened = gates_at(self, whole, place, before);
    return opened < 0 ? NULL : PyLong_FromLong(opened);
}

PyDoc_STRVAR(gates_doc, "gates(number): the numbers of the gates of a set, in order.");

static PyObject *automaton_gates(Automaton *self, PyObject *argument) {
    long number = PyLong_AsLong(argument);
    if (PyErr_Occurred()) return NULL;
    if (number < 0 || number >= self->set_count) {
        PyErr_SetString(PyExc_IndexError, "no such set of gates");
        return NULL;
    }
    PyObject *found = PyList_New(0);
    for (int gate = 0; found && gate < self->gates; gate++) {
        if (!holds(&self->sets[number], gate)) continue;
        PyObject *item = PyLong_FromLong(gate);
        if (!item || PyList_Append(found, item) < 0) Py_CLEAR(found);
        Py_XDECREF(item);
    }
    return found;
}

static PyObject *automaton_states(Automaton *self, void *closure) { return PyLong_FromLong(self->states); }

static Py_buffer *buffers(Automaton *self, int number) {
    Py_buffer *all[] = {&self->plane, &self->above, &self->above_class, &self->members, &self->set_of,
                        &self->gate_of, &self->follow_at, &self->follow, &self->word};
    return number < (int)(sizeof(all) / sizeof(*all)) ? all[number] : NULL;
}

static void automaton_dealloc(Automaton *self) {
    for (int number = 0; buffers(self, number); number++)
        if (buffers(self, number)->obj) PyBuffer_Release(buffers(self, number));
    PyMem_Free(self->next);
    PyMem_Free(self->start);
    PyMem_Free(self->opened);
    PyMem_Free(self->keys.items);
    PyMem_Free(self->key_at);
    PyMem_Free(self->buckets);
    PyMem_Free(self->sets);
    PyMem_Free(self->reached.items);
    PyMem_Free(self->seen);
    Py_TYPE(self)->tp_free((PyObject *)self);
}

static int automaton_init(Automaton *self, PyObject *arguments, PyObject *keywords) {
    static char *names[] = {"plane", "above", "above_class", "members", "set_of", "gate_of",
                            "follow_at", "follow", "word", "gates", "stop", NULL};
    if (self->next) {
        PyErr_SetString(PyExc_TypeError, "an automaton is made once");
        return -1;
    }
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "y*y*y*y*y*y*y*y*y*ii", names, &self->plane, &self->above,
                                     &self->above_class, &self->members, &self->set_of, &self->gate_of, &self->follow_at,
                                     &self->follow, &self->word, &self->gates, &self->stop))
        return -1;
    self->classes = (int)self->word.len;
    self->positions = (int)(self->set_of.len / (Py_ssize_t)sizeof(int32_t));
    if (self->gates > MOST_GATES || self->classes >= UINT16_MAX) {
        PyErr_Format(PyExc_ValueError, "%d gates and %d classes of characters are too many", self->gates, self->classes);
        return -1;
    }
    static const GateSet none;
    self->set_room = 64;
    self->start = PyMem_Malloc((self->classes + 1) * sizeof(uint16_t));
    self->buckets = PyMem_Malloc(BUCKETS * sizeof(uint16_t));
    self->sets = PyMem_Malloc(self->set_room * sizeof(GateSet));
    self->seen = PyMem_Calloc(self->positions + 1, sizeof(uint32_t));
    if (!self->start || !self->buckets || !self->sets || !self->seen) {
        PyErr_NoMemory();
        return -1;
    }
    if (set_number(self, &none) != 0) return -1;
    return make_anew(self) < 0 ? -1 : 0;
}

static PyMethodDef automaton_methods[] = {
    {"read", (PyCFunction)(void (*)(void))automaton_read, METH_FASTCALL, read_doc},
    {"opens", (PyCFunction)(void (*)(void))automaton_opens, METH_FASTCALL, opens_doc},
    {"at", (PyCFunction)(void (*)(void))automaton_at, METH_FASTCALL, at_doc},
    {"gates", (PyCFunction)automaton_gates, METH_O, gates_doc},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef automaton_fields[] = {
    {"states", (getter)automaton_states, NULL, "How many states there are by now.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyTypeObject AutomatonType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "predictor.pii.scan._automaton.Automaton",
    .tp_basicsize = sizeof(Automaton),
    .tp_dealloc = (destructor)automaton_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_doc = "The patterns of all gates as one automaton; see predictor.pii.scan.automaton.",
    .tp_methods = automaton_methods,
    .tp_getset = automaton_fields,
    .tp_init = (initproc)automaton_init,
    .tp_new = PyType_GenericNew,
};

PyDoc_STRVAR(next_doc, "next(place): (place of the next hit, the number of the set of gates that open there); (-1, 0) when none opens\n"
                       "from ``place`` on.");

static PyObject *hits_next(Hits *self, PyObject *argument) {
    Py_ssize_t place = PyLong_AsSsize_t(argument);
    if (place == -1 && PyErr_Occurred()) return NULL;
    if (++self->asked % TURN == 0) give_way();
    if (self->cursor && self->hits[self->cursor - 1].place >= place) self->cursor = 0;
    while (self->cursor < self->size && self->hits[self->cursor].place < place) self->cursor++;
    if (self->cursor == self->size) return Py_BuildValue("ii", -1, 0);
    const Hit *hit = &self->hits[self->cursor];
    return Py_BuildValue("Ii", hit->place, hit->here);
}

static Py_ssize_t hits_size(Hits *self) { return self->size; }

static PyObject *hits_stopped(Hits *self, void *closure) { return PyBool_FromLong(self->stopped); }

static void hits_dealloc(Hits *self) {
    PyMem_Free(self->hits);
    PyMem_Free(self->codes);
    Py_DECREF(self->automaton);
    PyObject_Free(self);
}

static PyMethodDef hits_methods[] = {
    {"next", (PyCFunction)hits_next, METH_O, next_doc},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef hits_fields[] = {
    {"stopped", (getter)hits_stopped, NULL, "Whether the gate opened at which reading was to stop.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PySequenceMethods hits_sequence = {.sq_length = (lenfunc)hits_size};

static PyTypeObject HitsType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "predictor.pii.scan._automaton.Hits",
    .tp_basicsize = sizeof(Hits),
    .tp_dealloc = (destructor)hits_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_doc = "Where gates open in one text, in order.",
    .tp_methods = hits_methods,
    .tp_getset = hits_fields,
    .tp_as_sequence = &hits_sequence,
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "predictor.pii.scan._automaton",
    .m_doc = "Reads a text once for the patterns of all gates.",
    .m_size = -1,
    .m_methods = functions,
};

PyMODINIT_FUNC PyInit__automaton(void) {
    if (PyType_Ready(&AutomatonType) < 0 || PyType_Ready(&HitsType) < 0) return NULL;
    PyObject *self = PyModule_Create(&module);
    if (!self) return NULL;
    Py_INCREF(&AutomatonType);
    if (PyModule_AddObject(self, "Automaton", (PyObject *)&AutomatonType) < 0) {
        Py_DECREF(&AutomatonType);
        Py_DECREF(self);
        return NULL;
    }
    return self;
}
