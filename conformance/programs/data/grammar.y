%{
#include <stdio.h>
int yylex(void);
void yyerror(const char *);
%}
%union { double number; int index; }
%token <number> NUMBER
%token <index> NAME
%token PRINT IF ELSE WHILE
%left OR
%left AND
%nonassoc '<' '>' EQ NE
%left '+' '-'
%left '*' '/' '%'
%right UMINUS '^'
%type <number> expression
%%
program: | program statement ';' | program error ';' { yyerrok; } ;
statement: PRINT expression { printf("%g\n", $2); }
    | NAME '=' expression { }
    | IF '(' expression ')' statement
    | IF '(' expression ')' statement ELSE statement
    | WHILE '(' expression ')' statement
    | '{' program '}' ;
expression: NUMBER | NAME { $$ = 0; } | '(' expression ')' { $$ = $2; } | '-' expression %prec UMINUS { $$ = -$2; }
    | expression '+' expression { $$ = $1 + $3; } | expression '-' expression { $$ = $1 - $3; } | expression '*' expression { $$ = $1 * $3; }
    | expression '/' expression { $$ = $1 / $3; } | expression '%' expression { $$ = 0; } | expression '^' expression { $$ = 0; }
    | expression '<' expression { $$ = $1 < $3; } | expression '>' expression { $$ = $1 > $3; } | expression EQ expression { $$ = $1 == $3; }
    | expression NE expression { $$ = $1 != $3; } | expression AND expression { $$ = $1 && $3; } | expression OR expression { $$ = $1 || $3; } ;
%%
